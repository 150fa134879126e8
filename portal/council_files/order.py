"""Positions of rows in a list, changed as little as possible."""

from bisect import bisect

# Numbers leave room, so that an entry put between two others moves neither.
STEP = 10


def arrange(rows):
    """Positions for rows in this order; new rows have none yet.

    Where a new or moved row stands between two others, it gets a number between theirs; where there is no such number,
    all are counted anew.
    """
    kept = _longest_rise([(row.position, row.pk) if row.pk else None for row in rows])
    result = [row.position if number in kept else None for number, row in enumerate(rows)]
    start = 0
    while None in result:
        left = result.index(None, start)
        right = next((number for number in range(left, len(rows)) if result[number] is not None), len(rows))
        low, count = result[left - 1] if left else 0, right - left
        step = STEP if right == len(rows) else (result[right] - low) // (count + 1)
        if step < 1:
            return [STEP * number for number in range(1, len(rows) + 1)]
        result[left:right] = [low + step * number for number in range(1, count + 1)]
        start = right
    return result


def _longest_rise(ranks):
    """The numbers of the rows that can stay where they are: a longest rising run among the ranks."""
    # For each length the run of that length that ends lowest: its end, and the run as a chain from there.
    ends, chains = [], []
    for number, rank in enumerate(ranks):
        if rank is not None:
            length = bisect(ends, rank)
            ends[length : length + 1] = [rank]
            chains[length : length + 1] = [(number, chains[length - 1] if length else None)]
    kept, chain = set(), chains[-1] if chains else None
    while chain:
        number, chain = chain
        kept.add(number)
    return kept
