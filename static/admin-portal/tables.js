/* On a phone the rows of a table stand as blocks, without the heads of their columns: give each cell its own label.
   Without this module the table stays one that scrolls. */

for (const table of document.querySelectorAll(".inline-group .tabular table")) {
  const heads = [...table.tHead.rows[0].cells].map((head) => head.firstChild?.textContent.trim() ?? "");
  for (const row of table.tBodies[0].rows) {
    if (row.cells.length !== heads.length) continue;
    heads.forEach((label, place) => {
      const cell = row.cells[place];
      if (label && !cell.classList.contains("original")) cell.dataset.label = label;
    });
  }
  table.classList.add("is-labelled");
}
