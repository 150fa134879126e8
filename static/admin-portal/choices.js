/* Django's search fields name their choice to screen readers, but not what is to be chosen: add the label. */

function nameChoices() {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels?.[0];
    const box = select.parentElement.querySelector(".select2-selection");
    if (!label || !box) continue;
    label.id ||= `${select.id}-label`;
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby")}`);
    box.querySelector(".select2-selection__rendered")?.setAttribute("aria-labelledby", label.id);
  }
}

/* The open list stands at the end of the page, outside of all its parts: say what it belongs to. */
function nameOpenChoice(event) {
  const text = event.target.labels?.[0]?.textContent.trim().replace(/:$/, "") ?? "";
  const box = event.target.parentElement.querySelector(".select2-selection");
  box?.setAttribute("aria-controls", box.getAttribute("aria-owns") ?? "");
  const list = document.querySelector("body > .select2-container--open");
  list?.setAttribute("role", "region");
  list?.setAttribute("aria-label", text);
  list?.querySelector(".select2-search__field")?.setAttribute("aria-label", text);
}

// After the search fields have been set up, which waits for the same signal.
window.django?.jQuery?.(nameChoices);
window.django?.jQuery?.(document).on("select2:open", nameOpenChoice);
