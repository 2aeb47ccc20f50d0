"use strict";
/* A document beside what was found in it: either side shows the other; text that is selected can become an item. */
(() => {
  const root = document.querySelector("[data-document]");
  const left = document.getElementById("text");
  const found = document.getElementById("found");
  if (!root || !left || !found) return;
  const { say, keysOn, typing } = window.vytiah;

  const runsOf = (item) => left.querySelectorAll(`[data-items~="${CSS.escape(item)}"]`);
  const cardOf = (item) => document.getElementById(`c-${item}`);
  let shown = null;

  const mark = (item) => {
    for (const old of root.querySelectorAll(".on")) old.classList.remove("on");
    for (const run of runsOf(item)) run.classList.add("on");
    const card = cardOf(item);
    if (card) {
      for (let around = card.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
      card.classList.add("on");
    }
    shown = item;
    return card;
  };
  const toCard = (item) => {
    const card = mark(item);
    if (!card) return;
    card.scrollIntoView({ block: "nearest" });
    card.focus({ preventScroll: true });
  };
  const toText = (item) => {
    mark(item);
    const runs = runsOf(item);
    if (!runs.length) return false;
    runs[0].scrollIntoView({ block: "center" });
    const link = [...runs].find((run) => run.tagName.toLowerCase() === "a");
    if (link) link.focus({ preventScroll: true });
    return true;
  };

  /* Left to right. A second click on the same place goes to what lies around it. */
  left.addEventListener("click", (event) => {
    const run = event.target.closest("[data-items]");
    if (!run || !document.getSelection().isCollapsed) return;
    event.preventDefault();
    const items = run.dataset.items.split(" ").filter(cardOf);
    if (!items.length) return;
    const at = items.indexOf(shown);
    toCard(items[at < 0 ? 0 : (at + 1) % items.length]);
  });
  /* Right to left. */
  found.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const goal = decodeURIComponent(link.hash.slice(1));
    if (goal.startsWith("t-") && toText(goal.slice(2))) event.preventDefault();
    if (goal.startsWith("c-")) { event.preventDefault(); toCard(goal.slice(2)); }
  });
  found.addEventListener("click", (event) => {
    if (event.target.closest("a, button, input, select, textarea, label, form, summary, .form-card")) return;
    const card = event.target.closest("[data-item]");
    if (card && document.getSelection().isCollapsed) toText(card.dataset.item);
  });
  const fromAddress = () => {
    const goal = decodeURIComponent(location.hash.slice(1));
    if (goal.startsWith("c-")) { const item = goal.slice(2); const runs = runsOf(item); toCard(item); if (runs.length) runs[0].scrollIntoView({ block: "center" }); }
  };
  window.addEventListener("hashchange", fromAddress);
  fromAddress();

  /* Kinds that are shown. */
  for (const box of document.querySelectorAll("[data-kind]")) {
    box.addEventListener("change", () => {
      for (const run of left.querySelectorAll(`.mark.${box.dataset.kind}`)) run.classList.toggle("off", !box.checked);
    });
  }

  /* Selected text, as offsets in code points: what the service counts in. */
  const bar = document.getElementById("selection");
  const offset = (node, at) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const line = element.closest("[data-start]");
    if (!line) return null;
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, at);
    return Number(line.dataset.start) + [...before.toString()].length;
  };
  const selected = () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!left.contains(range.startContainer) || !left.contains(range.endContainer)) return null;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    return start === null || end === null || end <= start ? null : { start, end };
  };
  let chosen = null;
  const filled = () => found.querySelector("form[data-spans]");
  if (bar) {
    document.addEventListener("selectionchange", () => {
      const now = selected();
      if (now) chosen = now;
      bar.hidden = !now;
      bar.querySelector("[data-border]").hidden = !filled();
    });
    bar.addEventListener("mousedown", (event) => event.preventDefault());
    bar.addEventListener("click", (event) => {
      const add = event.target.closest("[data-add]");
      if (add && chosen) open(add.dataset.add);
      if (event.target.closest("[data-border]") && chosen && filled()) {
        filled().elements.start_at.value = chosen.start;
        filled().elements.end_at.value = chosen.end;
        filled().querySelector("[value=again]").click();
      }
    });
  }
  const open = (kind) => {
    const near = (shown && shown.match(/^m\d+/) || [""])[0];
    const at = chosen || { start: left.dataset.from, end: left.dataset.from };
    const query = new URLSearchParams({ kind, start_at: at.start, end_at: at.end, measure: near });
    window.htmx.ajax("GET", `/documents/${root.dataset.document}/add?${query}`, { target: "#adding", swap: "innerHTML" });
    document.getSelection().removeAllRanges();
  };

  /* After a correction: the card that was corrected, or after a judgement the one that has taken its place. Groups that
     were open stay so. */
  const groupOf = (part) => part.closest(".group");
  const cardsIn = (group) => [...group.querySelectorAll(".card[data-item]")];
  const groupNamed = (name) => { const heading = document.getElementById(name); return heading && groupOf(heading); };
  let judged = null;
  let opened = [];
  found.addEventListener("htmx:beforeRequest", (event) => {
    const card = event.target.matches(".judge") && event.target.closest(".card[data-item]");
    judged = card ? { group: groupOf(card).querySelector("h3").id, at: cardsIn(groupOf(card)).indexOf(card) } : null;
    opened = [...found.querySelectorAll("details.group[open] > summary > h3")].map((heading) => heading.id);
    const notice = document.getElementById("notice");
    if (notice) notice.hidden = true;
  });
  document.addEventListener("corrected", (event) => {
    const { item, action } = event.detail;
    for (const group of opened.map(groupNamed)) if (group) group.open = true;
    const group = judged && (action === "confirm" || action === "reject") && groupNamed(judged.group);
    const there = group ? cardsIn(group) : [];
    if (there.length) toCard(there[Math.min(judged.at, there.length - 1)].dataset.item);
    else if (item) toCard(item);
    else document.querySelector(".found-pane").focus();
    judged = null;
    say(root.dataset.saved);
  });

  /* A form that has come in is where the keyboard goes; one that was left gives it back. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const into = event.target;
    const form = into.querySelector("form[data-spans]");
    const field = form && (form.querySelector("[name=quote]") || form.querySelector("[name^=f_]"));
    if (!field) return;
    form.scrollIntoView({ block: "nearest", behavior: "instant" });
    field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "nearest", behavior: "instant" });
  });
  document.addEventListener("htmx:responseError", (event) => {
    const words = event.detail.xhr.getResponseHeader("X-Words");
    say(words ? decodeURIComponent(words) : event.detail.xhr.statusText);
    const notice = document.getElementById("notice");
    if (notice) { notice.textContent = words ? decodeURIComponent(words) : String(event.detail.xhr.status); notice.hidden = false; }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-cancel]");
    if (!button) return;
    event.preventDefault();
    const card = button.closest("[data-item]");
    button.closest("form").parentElement.replaceChildren();
    const before = card || (shown && cardOf(shown)) || document.getElementById("add");
    if (before) before.focus();
  });

  /* Keys. */
  const cards = () => [...found.querySelectorAll(".card.measure")];
  const step = (by) => {
    const here = document.activeElement.closest("details.group .card[data-item], .card.measure");
    const all = here ? cardsIn(groupOf(here)) : cards();
    if (!all.length) return;
    const next = all[Math.min(Math.max(all.indexOf(here) + by, 0), all.length - 1)];
    toCard(next.dataset.item);
    const runs = runsOf(next.dataset.item);
    if (runs.length) runs[0].scrollIntoView({ block: "center" });
  };
  const press = (card, selector) => {
    const button = card && card.querySelector(selector);
    if (button) button.click();
    return Boolean(button);
  };
  document.addEventListener("keydown", (event) => {
    const dialog = document.querySelector("dialog[open]");
    if (dialog || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") {
      const cancel = found.querySelector("[data-cancel]");
      if (cancel) { cancel.click(); event.preventDefault(); }
      return;
    }
    if (typing(event.target)) return;
    const card = event.target.closest(".card.measure, .sub, .card");
    if (event.key === "Enter" && card === event.target && card.dataset.item) { toText(card.dataset.item); event.preventDefault(); return; }
    if (!keysOn()) return;
    let done = true;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "c") done = press(card, "[value=confirm]");
    else if (event.key === "x") done = press(card, "[value=reject]");
    else if (event.key === "e") done = press(card, ".actions > .edit") || press(card, ".edit");
    else if (event.key === "a" && bar) open("measure");
    else done = false;
    if (done) event.preventDefault();
  });
})();
