/* The back button fetches a form anew and puts into it what was typed before. The marks of what the form showed then are
   kept with its entry in the browser's history: so what somebody else wrote meanwhile is still noticed. */

const marks = [...document.querySelectorAll("input[type=hidden][name$='_seen']")];
const [visit] = performance.getEntriesByType("navigation");
const kept = history.state?.seen;

if (visit?.type === "back_forward" && kept) {
  for (const mark of marks) {
    if (mark.name in kept) mark.value = kept[mark.name];
  }
} else if (marks.length) {
  const seen = Object.fromEntries(marks.map((mark) => [mark.name, mark.value]));
  history.replaceState({ ...history.state, seen }, "");
}
