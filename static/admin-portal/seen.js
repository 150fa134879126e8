/* The back button fetches a form anew, and the browser puts into it what was typed before: only where this module runs,
   because the form itself forbids it. The marks of what the form showed then are kept with its entry in the browser's
   history: so what somebody else wrote meanwhile is still noticed. */

const marks = [...document.querySelectorAll("input[type=hidden][name$='_seen']")];
const [visit] = performance.getEntriesByType("navigation");
const kept = history.state?.seen;

for (const mark of marks) mark.form.autocomplete = "on";

if (visit?.type === "back_forward" && kept) {
  for (const mark of marks) {
    if (mark.name in kept) mark.value = kept[mark.name];
  }
} else if (marks.length) {
  const seen = Object.fromEntries(marks.map((mark) => [mark.name, mark.value]));
  history.replaceState({ ...history.state, seen }, "");
}
