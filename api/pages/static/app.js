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
  const send = (files) => {
    if (!files.length) return;
    const body = new FormData();
    for (const file of files) body.append("file", file, file.name);
    const request = new XMLHttpRequest();
    bar.hidden = false;
    bar.value = 0;
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
  const failed = (words) => { bar.hidden = true; said.textContent = words; said.className = "bad"; };
  form.addEventListener("submit", (event) => { event.preventDefault(); send(field.files); });
  field.addEventListener("change", () => send(field.files));
  for (const name of ["dragover", "dragenter"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => { event.preventDefault(); send(event.dataTransfer.files); });
})();
