/* Language tabs: one press shows that language in every field of the form, with the German text above it.
   Without this module all languages stand one under the other, and the tabs stay hidden. */

const SOURCE = "de";
const ALL = "*";
const KEPT_AS = "office-language";

const bar = document.querySelector(".languages");
const buttons = [...bar.querySelectorAll("button[data-show]")];
const rows = new Map();

for (const input of document.querySelectorAll("#content-main .module.aligned [data-language]")) {
  const row = input.closest(".form-row");
  if (row) rows.set(row, input.dataset.language);
}

function show(language) {
  for (const [row, own] of rows) row.hidden = own !== language && own !== SOURCE && language !== ALL;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.show === language));
}

function keep(language) {
  try {
    sessionStorage.setItem(KEPT_AS, language);
  } catch {
    // Without storage the tabs work as well, they only forget.
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

function firstWithError() {
  for (const [row, own] of rows) {
    if (row.querySelector(".errorlist")) return own;
  }
  return null;
}

for (const button of buttons) {
  button.addEventListener("click", () => {
    show(button.dataset.show);
    keep(button.dataset.show);
  });
  const own = button.dataset.show;
  const wrong = [...rows].some(([row, language]) => language === own && row.querySelector(".errorlist"));
  button.classList.toggle("has-error", wrong);
}

if (rows.size) {
  const known = buttons.map((button) => button.dataset.show);
  const wanted = [firstWithError(), kept(), SOURCE].find((language) => known.includes(language)) ?? known[0];
  bar.hidden = false;
  show(wanted);
}
