// Whoever leaves in a hurry does not want to come back by mistake: the weather takes this page's place in the history.
for (const link of document.querySelectorAll(".exit-bar a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(link.href);
  });
}
