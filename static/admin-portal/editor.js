/* An editor above each long text: form by buttons, links to own pages by their title, clean text out of what is pasted.
   What is written goes into the text box beneath, which alone is sent. Without this module the text box stays. */

const template = document.getElementById("rich-editor");
const KEPT = new Set(["P", "H3", "UL", "OL", "LI", "A", "STRONG", "EM"]);
const RENAMED = { B: "strong", I: "em", H1: "h3", H2: "h3", H4: "h3", H5: "h3", H6: "h3", DIV: "p" };
const DROPPED = new Set(["SCRIPT", "STYLE", "TITLE", "TEMPLATE", "IFRAME", "OBJECT", "XML", "IMG"]);
const ADDRESS = /^(https?:|mailto:|tel:|portal:)/i;
const BLOCK = /<(p|h[1-6]|ul|ol|li|div)[\s/>]/i;
const LONGEST_PASTE = 1_500_000;

// -- what may stand in a text; the server cleans once more -------------------------------------------------------------

function reduce(from, into) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName)) continue;
    if (node.tagName === "BR") {
      into.append(document.createElement("br"));
      continue;
    }
    const name = RENAMED[node.tagName] ?? (KEPT.has(node.tagName) ? node.tagName.toLowerCase() : "");
    const element = name ? document.createElement(name) : into;
    if (name === "a") {
      const href = (node.getAttribute("href") ?? "").trim();
      if (ADDRESS.test(href) || /^\/(?!\/)/.test(href)) element.setAttribute("href", href);
    }
    reduce(node, element);
    if (name) into.append(element);
  }
  return into;
}

function parsed(html) {
  return reduce(new DOMParser().parseFromString(html, "text/html").body, document.createDocumentFragment());
}

function written(text) {
  if (BLOCK.test(text)) return parsed(text);
  const paragraphs = text.split(/\n\s*\n/).filter((part) => part.trim());
  const all = document.createDocumentFragment();
  for (const part of paragraphs) {
    const paragraph = document.createElement("p");
    if (part.includes("<")) paragraph.append(parsed(part));
    else paragraph.textContent = part.trim();
    all.append(paragraph);
  }
  return all;
}

function asHtml(node) {
  const box = document.createElement("div");
  box.append(node);
  return box.innerHTML;
}

// -- one editor --------------------------------------------------------------------------------------------------------

class Editor {
  constructor(area) {
    this.area = area;
    const parts = template.content.cloneNode(true);
    [this.tools, this.panel, this.box] = parts.children;
    this.buttons = [...this.tools.querySelectorAll("button")];
    this.input = this.panel.querySelector("input");
    this.range = null;
    this.nameBox();
    this.frame = document.createElement("div");
    this.frame.className = "rich-editor";
    this.frame.append(parts);
    area.before(this.frame);
    this.frame.append(area);
    this.fill();
    area.hidden = true;
    this.listen();
  }

  nameBox() {
    const { area, box } = this;
    const label = area.labels?.[0];
    if (label) {
      label.id ||= `${area.id}-label`;
      box.setAttribute("aria-labelledby", label.id);
      this.tools.setAttribute("aria-describedby", label.id);
      label.addEventListener("click", () => area.hidden && box.focus());
    } else if (area.getAttribute("aria-label")) {
      box.setAttribute("aria-label", area.getAttribute("aria-label"));
    }
    for (const name of ["lang", "dir", "aria-describedby"]) {
      if (area.hasAttribute(name)) box.setAttribute(name, area.getAttribute(name));
    }
    box.id = `${area.id}-rich`;
    this.tools.setAttribute("aria-controls", box.id);
  }

  fill() {
    this.box.replaceChildren(written(this.area.value));
    if (!this.box.firstElementChild) this.box.append(emptyParagraph());
  }

  // Only what somebody has changed goes back: a text that nobody touched stays as it is, to the letter.
  store() {
    const html = asHtml(reduce(this.box, document.createDocumentFragment()));
    this.area.value = this.box.textContent.trim() ? html : "";
    this.area.dispatchEvent(new Event("change", { bubbles: true }));
  }

  listen() {
    this.box.addEventListener("input", () => this.store());
    this.box.addEventListener("paste", (event) => this.paste(event));
    this.box.addEventListener("keydown", (event) => this.keys(event));
    this.box.addEventListener("focus", () => {
      document.execCommand("defaultParagraphSeparator", false, "p");
      document.execCommand("styleWithCSS", false, false);
    });
    document.addEventListener("selectionchange", () => this.follow());
    this.tools.addEventListener("click", (event) => this.press(event.target.closest("button")));
    // The marked words stay marked while a button is pressed with the mouse.
    this.tools.addEventListener("mousedown", (event) => event.preventDefault());
    this.tools.addEventListener("keydown", (event) => this.walk(event));
    this.buttons.forEach((button, place) => button.setAttribute("tabindex", place ? "-1" : "0"));
    this.panel.addEventListener("click", (event) => this.choose(event.target.closest("button")));
    this.panel.addEventListener("keydown", (event) => this.panelKeys(event));
    this.input.addEventListener("input", () => this.findSoon());
  }

  // -- buttons

  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -99, End: 99 }[event.key];
    if (!step) return;
    event.preventDefault();
    const forward = getComputedStyle(this.tools).direction === "rtl" && Math.abs(step) === 1 ? -step : step;
    const usable = this.buttons.filter((button) => !button.disabled);
    const place = usable.indexOf(document.activeElement);
    const next = usable[Math.max(0, Math.min(usable.length - 1, place + forward))];
    for (const button of this.buttons) button.setAttribute("tabindex", button === next ? "0" : "-1");
    next.focus();
  }

  press(button) {
    if (!button) return;
    if ("plain" in button.dataset) return this.switchPlain(button);
    this.focusBox();
    if ("link" in button.dataset) return this.openPanel();
    if (button.dataset.block) document.execCommand("formatBlock", false, button.dataset.block);
    else this.command(button.dataset.command);
    this.store();
    this.follow();
  }

  // Chromium puts the cursor before the first word of what becomes a list, or is one no more.
  command(name) {
    const before = this.marked();
    document.execCommand(name);
    if (String(before) !== String(this.marked())) this.mark(...before);
  }

  // How many letters stand before what is marked, and before its end.
  marked() {
    const selection = getSelection();
    if (!selection.rangeCount) return [0, 0];
    const range = selection.getRangeAt(0);
    const lead = document.createRange();
    lead.selectNodeContents(this.box);
    lead.setEnd(range.startContainer, range.startOffset);
    const start = lead.toString().length;
    return [start, start + range.toString().length];
  }

  mark(start, end) {
    const walker = document.createTreeWalker(this.box, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let passed = 0, isBegun = false; walker.nextNode(); passed += walker.currentNode.length) {
      const last = passed + walker.currentNode.length;
      if (!isBegun && (start < last || (start === end && start === last))) {
        range.setStart(walker.currentNode, start - passed);
        isBegun = true;
      }
      if (isBegun && end <= last) {
        range.setEnd(walker.currentNode, end - passed);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        return;
      }
    }
  }

  focusBox() {
    const range = this.range;
    this.box.focus();
    if (range) {
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    }
  }

  // Remember what is marked, and show in the buttons what it is.
  follow() {
    const selection = getSelection();
    if (!selection.rangeCount || !this.box.contains(selection.anchorNode)) return;
    this.range = selection.getRangeAt(0).cloneRange();
    const block = document.queryCommandValue("formatBlock").toLowerCase();
    for (const button of this.buttons) {
      const { block: own, command } = button.dataset;
      if (own) button.setAttribute("aria-pressed", String(own === block));
      if (command) button.setAttribute("aria-pressed", String(document.queryCommandState(command)));
    }
  }

  switchPlain(button) {
    const isPlain = this.area.hidden;
    if (!isPlain) this.fill();
    this.area.hidden = !isPlain;
    this.box.hidden = isPlain;
    button.setAttribute("aria-pressed", String(isPlain));
    for (const other of this.buttons) other.disabled = isPlain && other !== button;
    for (const other of this.buttons) other.setAttribute("tabindex", other === button ? "0" : "-1");
    this.closePanel();
  }

  keys(event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      this.openPanel();
    }
  }

  // -- pasting

  async paste(event) {
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    if (!html && !text.includes("\n")) return;
    event.preventDefault();
    this.follow();
    const range = this.range;
    const clean = await cleaned(html && html.length < LONGEST_PASTE ? html : text, this.area.form);
    this.range = range;
    this.focusBox();
    const nodes = clean === null ? written(text) : parsed(clean);
    const [only] = nodes.children;
    // A few words go into the paragraph where they are pasted.
    const isWords = nodes.children.length === 1 && only.tagName === "P";
    document.execCommand("insertHTML", false, asHtml(isWords ? only.cloneNode(true) : nodes).replace(isWords ? /^<p>|<\/p>$/g : /$^/, ""));
    this.store();
  }

  // -- links

  link() {
    const node = this.range?.commonAncestorContainer;
    return (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest(".rich-text a") ?? null;
  }

  openPanel() {
    this.follow();
    this.panel.hidden = false;
    this.input.removeAttribute("aria-invalid");
    this.linkButton().setAttribute("aria-expanded", "true");
    this.input.value = this.link()?.getAttribute("href") ?? "";
    this.input.focus();
    this.find();
  }

  closePanel(back = false) {
    this.panel.hidden = true;
    this.linkButton().setAttribute("aria-expanded", "false");
    if (back) this.focusBox();
  }

  linkButton() {
    return this.tools.querySelector("[data-link]");
  }

  panelKeys(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.closePanel(true);
    } else if (event.key === "Enter" && event.target === this.input) {
      // Enter would send the whole form.
      event.preventDefault();
      this.set(this.input.value.trim());
    }
  }

  choose(button) {
    if (!button) return;
    if ("cancel" in button.dataset) this.closePanel(true);
    else if ("unset" in button.dataset) this.unset();
    else this.set(button.dataset.href ?? this.input.value.trim(), button.dataset.title);
  }

  set(href, title) {
    if (/^www\./i.test(href)) href = `https://${href}`;
    if (/^[^\s@/]+@[^\s@/]+\.[a-z]+$/i.test(href)) href = `mailto:${href}`;
    if (!ADDRESS.test(href)) {
      this.input.setAttribute("aria-invalid", "true");
      this.panel.querySelector("li button")?.focus();
      return;
    }
    const present = this.link();
    this.closePanel(true);
    if (present) {
      present.setAttribute("href", href);
    } else if (this.range?.collapsed ?? true) {
      const anchor = document.createElement("a");
      anchor.setAttribute("href", href);
      anchor.textContent = title ?? href.replace(/^(mailto|tel):/, "");
      document.execCommand("insertHTML", false, anchor.outerHTML);
    } else {
      document.execCommand("createLink", false, href);
    }
    this.store();
  }

  unset() {
    const present = this.link();
    this.closePanel(true);
    if (present) present.replaceWith(...present.childNodes);
    this.store();
  }

  findSoon() {
    this.input.removeAttribute("aria-invalid");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.find(), 300);
  }

  async find() {
    const query = this.input.value.trim();
    const status = this.panel.querySelector("[role=status]");
    const list = this.panel.querySelector("ul");
    if (ADDRESS.test(query)) {
      list.replaceChildren();
      status.textContent = "";
      return;
    }
    const address = `${template.dataset.find}?${new URLSearchParams({ json: "1", q: query })}`;
    // Whoever is not signed in any more would be led to another page.
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok || query !== this.input.value.trim()) return;
    const { pages } = await answer.json();
    list.replaceChildren(...pages.map(entryOf));
    status.textContent = pages.length ? `${status.dataset.one} ${pages.length}` : status.dataset.none;
  }
}

function entryOf({ title, kind, link }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const name = document.createElement("bdi");
  const what = document.createElement("span");
  button.type = "button";
  Object.assign(button.dataset, { href: link, title });
  name.textContent = title;
  name.lang = "de";
  what.textContent = kind;
  button.append(name, " ", what);
  item.append(button);
  return item;
}

function emptyParagraph() {
  const paragraph = document.createElement("p");
  paragraph.append(document.createElement("br"));
  return paragraph;
}

// What the server would store; null where it does not answer.
async function cleaned(text, form) {
  const body = new URLSearchParams({ text, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(template.dataset.clean, { method: "POST", body, redirect: "manual" }).catch(() => null);
  return answer?.ok ? answer.text() : null;
}

if (template) {
  for (const area of document.querySelectorAll("textarea[data-rich]")) {
    // The empty row of a table is a pattern for others.
    if (!area.name.includes("__prefix__")) new Editor(area);
  }
}
