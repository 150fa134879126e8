/* On a phone the rows of a table stand as blocks, without the heads of their columns: give each cell its own label.
   Without this module the table stays one that scrolls. The first head is empty in Django's tables: make it a cell. */

for (const table of document.querySelectorAll(".inline-group .tabular table")) {
  const heads = [...table.tHead.rows[0].cells].map((head) => head.firstChild?.textContent.trim() ?? "");
  for (const row of table.tBodies[0].rows) {
    if (row.cells.length !== heads.length) continue;
    heads.forEach((label, place) => {
      const cell = row.cells[place];
      if (label && !cell.classList.contains("original")) cell.dataset.label = label;
    });
  }
  for (const empty of table.tHead.querySelectorAll("th.original")) {
    const cell = document.createElement("td");
    cell.className = empty.className;
    cell.colSpan = empty.colSpan;
    empty.replaceWith(cell);
  }
  table.classList.add("is-labelled");
}
