/* Nothing that was typed is lost to a sign-in that has ended: before a form is sent, ask whether it still holds.
   If not, the page stays as it is and says what to do. Without this module the form is sent at once. */

const note = document.getElementById("signed-out");
const asked = new WeakSet();
// Between the first press of a button and the second of an impatient hand.
const busy = new WeakSet();
const PAUSE = 2000;

// The answer is the key that forms need: another sign-in, in another tab, has made a new one.
async function freshToken() {
  const answer = await fetch(note.dataset.ask, { redirect: "manual", cache: "no-store" });
  return answer.ok ? answer.text() : null;
}

async function mayBeSent(token) {
  try {
    const fresh = await freshToken();
    if (fresh) token.value = fresh;
    return Boolean(fresh);
  } catch {
    // No connection: the browser itself says so.
    return true;
  }
}

async function check(event) {
  const form = event.target;
  const token = form.elements.csrfmiddlewaretoken;
  if (event.defaultPrevented || !token || asked.delete(form)) return;
  event.preventDefault();
  if (busy.has(form)) return;
  busy.add(form);
  note.hidden = await mayBeSent(token);
  if (note.hidden) {
    setTimeout(() => busy.delete(form), PAUSE);
    asked.add(form);
    form.requestSubmit(event.submitter);
  } else {
    busy.delete(form);
    note.scrollIntoView({ block: "center" });
    note.focus();
  }
}

document.addEventListener("submit", check);
