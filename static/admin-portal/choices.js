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

// After the search fields have been set up, which waits for the same signal.
window.django?.jQuery?.(nameChoices);
