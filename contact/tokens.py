"""Words in links and addresses that nobody can guess: an identifier, and a proof that it was us who gave it away."""

import base64
import hmac
import uuid

from . import sealing

# Bytes of the keyed hash.
PROOF = 10


def make(public_id, purpose):
    """The identifier with its proof, in small letters and digits only; good for that purpose alone."""
    proof = bytes.fromhex(sealing.digest(str(public_id), purpose))[:PROOF]
    return base64.b32encode(public_id.bytes + proof).decode().rstrip("=").lower()


def read(token, purpose):
    """The identifier in a token, or None where it is not one of ours."""
    token = token.upper()
    try:
        raw = base64.b32decode(token + "=" * (-len(token) % 8))
        public_id = uuid.UUID(bytes=raw[:16])
    except ValueError:
        return None
    proofs = [bytes.fromhex(proof)[:PROOF] for proof in sealing.digests(str(public_id), purpose)]
    return public_id if any(hmac.compare_digest(raw[16:], proof) for proof in proofs) else None
