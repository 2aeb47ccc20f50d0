"use strict";
/* What every page does: dialogs, sending files, keys. Everything here only adds to what works without it. */
(() => {
  const say = (words) => { document.getElementById("said").textContent = words; };
  const keysOn = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    if (event.target.closest("[data-print]")) window.print();
  });

  const box = document.getElementById("keys-on");
  if (box) {
    box.checked = keysOn();
    box.addEventListener("change", () => { try { localStorage.setItem("keys", box.checked ? "on" : "off"); } catch { /* not kept */ } });
  }
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  document.addEventListener("keydown", (event) => {
    if (!keysOn() || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    if (event.key === "?") { document.getElementById("keys").showModal(); event.preventDefault(); }
    const search = document.getElementById("q");
    if (event.key === "/" && search) { search.focus(); event.preventDefault(); }
  });
  window.vytiah = { say, keysOn, typing };

  /* Times by the reader's clock: they come in UTC, as they are kept. */
  const clock = (root) => {
    for (const time of root.querySelectorAll("time[data-moment]")) {
      const at = new Date(time.dateTime);
      const two = (number) => String(number).padStart(2, "0");
      if (!isNaN(at)) time.textContent = `${two(at.getDate())}.${two(at.getMonth() + 1)}.${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;
    }
  };
  clock(document);
  document.addEventListener("htmx:afterSwap", (event) => clock(event.target));

  /* An address says what is asked for, not which fields there are. */
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") return;
    for (const [name, value] of [...Object.entries(event.detail.parameters)]) if (value === "") delete event.detail.parameters[name];
  });

  /* A page that watches a job asks on after an answer that failed, as only an answer puts the next question. */
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const asking = event.detail.elt;
      if (asking.id === "job") setTimeout(() => { if (asking.isConnected) htmx.trigger(asking, "again"); }, 2000);
    });
  }

  /* Sending files: dropped anywhere on the form, with progress; the answer says where to look. */
  const form = document.getElementById("upload");
  if (!form) return;
  const bar = document.getElementById("progress");
  const said = document.getElementById("progress-said");
  const field = form.querySelector("input[type=file]");
  form.classList.add("scripted");
  const send = (files) => {
    if (!files.length) return;
    const body = new FormData();
    for (const file of files) body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    bar.hidden = false;
    bar.value = 0;
    said.className = "";
    said.textContent = form.dataset.sending;
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = 100 * event.loaded / event.total; });
    request.upload.addEventListener("load", () => { bar.removeAttribute("value"); said.textContent = form.dataset.reading; });
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* no words of the service */ }
      if (request.status === 200 && answer.address) { location.assign(answer.address); return; }
      failed(answer.words || form.dataset.failed);
    });
    request.addEventListener("error", () => failed(form.dataset.failed));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  };
  const failed = (words) => { bar.hidden = true; said.textContent = words; said.className = "bad"; field.value = ""; };
  form.addEventListener("submit", (event) => { event.preventDefault(); send(field.files); });
  field.addEventListener("change", () => send(field.files));
  for (const name of ["dragover", "dragenter"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => { event.preventDefault(); send(event.dataTransfer.files); });
})();
