/* Two buttons in each row of a table whose rows have a place: up and down. The number boxes, which alone are sent, are
   filled in steps of ten as soon as a row has moved. Without this module the boxes stay. */

const words = document.getElementById("row-sorting")?.dataset;
const STEP = 10;
let said;

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const box = (row) => row.querySelector(".field-position input:not([type=hidden])");
const number = (row) => (box(row).value === "" ? Infinity : Number(box(row).value));
const control = "input:not([type=hidden]), textarea, select";

class Table {
  constructor(group) {
    this.group = group;
    this.body = group.querySelector("table").tBodies[0];
    this.empty = this.body.querySelector(".empty-form");
    this.hasMoved = false;
    this.show();
    this.body.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-by]");
      if (button) this.move(button);
    });
    // Names change while they are written.
    this.body.addEventListener("focusin", (event) => this.name(event.target.closest("tr.form-row")));
    group.closest("form").addEventListener("submit", () => this.count());
  }

  get rows() {
    return [...this.body.querySelectorAll("tr.form-row:not(.empty-form)")];
  }

  // In their order, each with buttons.
  show() {
    for (const row of this.rows) this.equip(row);
    this.put(this.rows.sort((one, other) => number(one) - number(other)));
  }

  equip(row) {
    const cell = box(row)?.parentElement;
    if (!cell) return;
    if (!cell.querySelector(".row-sorting")) {
      const buttons = document.createElement("span");
      buttons.className = "row-sorting";
      for (const [by, arrow] of [[-1, "↑"], [1, "↓"]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.by = by;
        button.textContent = arrow;
        buttons.append(button);
      }
      cell.append(buttons);
    }
    // What the server says about the number cannot be read without it.
    box(row).hidden = !cell.querySelector(".errorlist");
    this.name(row);
  }

  name(row) {
    const [up, down] = row?.querySelectorAll("button[data-by]") ?? [];
    if (!up) return;
    up.setAttribute("aria-label", fill(words.up, { name: this.nameOf(row) }));
    down.setAttribute("aria-label", fill(words.down, { name: this.nameOf(row) }));
  }

  nameOf(row) {
    const german = [...row.querySelectorAll("[name$=_de]")].map((field) => field.value.trim());
    const saved = row.querySelector(".original p")?.firstChild?.textContent.trim();
    const choice = row.querySelector("select")?.selectedOptions[0];
    const chosen = choice?.value && choice.textContent.trim();
    return german.find(Boolean) || saved || chosen || String(this.rows.indexOf(row) + 1);
  }

  move(button) {
    const row = button.closest("tr.form-row");
    const rows = this.rows;
    const place = rows.indexOf(row) + Number(button.dataset.by);
    if (rows[place]) {
      // The other row goes round this one: a button that is moved loses the focus.
      rows.splice(rows.indexOf(row), 1);
      rows.splice(place, 0, row);
      this.put(rows, row);
      this.hasMoved = true;
      this.count();
    }
    const values = { name: this.nameOf(row), place: this.rows.indexOf(row) + 1, count: rows.length };
    said.textContent = fill(words.moved, values);
  }

  // Puts the rows in that order, each behind what it did wrong, and leaves one of them where it is.
  put(rows, fixed) {
    const before = fixed ? rows.indexOf(fixed) : 0;
    const end = this.rows.at(-1)?.nextElementSibling ?? this.empty;
    const parts = (row) => {
      const errors = row.previousElementSibling;
      return errors?.matches(".row-form-errors") ? [errors, row] : [row];
    };
    const all = rows.map(parts);
    if (!fixed) {
      all.flat().forEach((part) => this.body.insertBefore(part, end?.isConnected ? end : null));
      return;
    }
    all.slice(0, before).flat().forEach((part) => this.body.insertBefore(part, all[before][0]));
    let last = fixed;
    all.slice(before + 1).flat().forEach((part) => {
      last.after(part);
      last = part;
    });
  }

  // Rows in which nothing was written are not sent: a number would make them count.
  isBlank(row) {
    if (row.matches(".has_original") || !this.empty) return false;
    const blank = this.empty.querySelectorAll(control);
    return [...row.querySelectorAll(control)].every((field, index) => {
      const other = blank[index];
      if (field === box(row) || !other) return true;
      return field.type === "checkbox" ? field.checked === other.checked : field.value === other.value;
    });
  }

  count() {
    if (!this.hasMoved) return;
    let place = 0;
    for (const row of this.rows) {
      if (!this.isBlank(row)) box(row).value = place += STEP;
    }
  }

  // Django numbers the forms anew by where they stand: for that the rows have to stand as it knows them.
  forget() {
    const rows = this.rows;
    const index = (row) => Number(row.id.split("-").at(-1));
    this.put([...rows].sort((one, other) => index(one) - index(other)));
    setTimeout(() => this.put(rows.filter((row) => row.isConnected)));
  }
}

function tables() {
  const found = {};
  for (const group of document.querySelectorAll(".inline-group")) {
    const rows = [...group.querySelectorAll("tr.form-row")];
    if (!rows.length || !rows.every(box)) continue;
    found[group.id.replace(/-group$/, "")] = new Table(group);
  }
  return found;
}

// After Django's own script, which waits for the same signal, has taken its empty row out of the others.
function begin() {
  const found = tables();
  if (!Object.keys(found).length) return;
  said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  document.querySelector("#content form").append(said);
  document.addEventListener("formset:added", (event) => {
    found[event.detail?.formsetName]?.equip(event.target);
  });
  document.addEventListener("formset:removed", (event) => found[event.detail?.formsetName]?.forget());
}

if (words) window.django?.jQuery?.(begin);
