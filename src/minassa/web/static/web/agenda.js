// The plan of an agenda: sessions are dragged to their place, or moved with Alt and the arrow keys. The buttons do the same without it.
(() => {
  "use strict";
  let dragged = null;

  const item = (target) => target.closest?.("[data-session]");
  const formOf = (session) => session.querySelector("form");

  function letDrag() {
    for (const one of document.querySelectorAll("[data-session]")) one.draggable = true;
  }

  function ready() {
    letDrag();
    const moved = document.querySelector("[data-moved]");
    if (dragged) return; // to focus scrolls, and the place under the pointer would be another one
    if (moved && !moved.contains(document.activeElement)) {
      moved.tabIndex = -1;
      moved.focus();
    }
  }

  function sendTo(session, day, before) {
    const form = formOf(session);
    form.elements.day.value = day;
    form.elements.before.value = before;
    if (window.htmx) window.htmx.trigger(form, "submit");
    else form.submit();
  }

  // The session before which a drop at this height goes; none for the end of the day.
  function below(list, y) {
    const others = [...list.querySelectorAll("[data-session]")].filter((one) => one !== dragged);
    return others.find((one) => { const box = one.getBoundingClientRect(); return y < box.top + box.height / 2; });
  }

  function unmark() {
    for (const one of document.querySelectorAll(".drop-before, .drop-end")) one.classList.remove("drop-before", "drop-end");
  }

  document.addEventListener("dragstart", (event) => {
    dragged = item(event.target) || null;
    if (dragged) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    const list = event.target.closest?.("[data-day]");
    if (!dragged || !list) return;
    event.preventDefault();
    unmark();
    const next = below(list, event.clientY);
    (next || list).classList.add(next ? "drop-before" : "drop-end");
  });
  document.addEventListener("drop", (event) => {
    const list = event.target.closest?.("[data-day]");
    if (!dragged || !list) return;
    event.preventDefault();
    const next = below(list, event.clientY);
    sendTo(dragged, list.dataset.day, next ? next.dataset.session : "");
  });
  document.addEventListener("dragend", () => { unmark(); dragged = null; });

  document.addEventListener("keydown", (event) => {
    const session = event.altKey && item(event.target);
    const way = { ArrowUp: "[data-up]", ArrowDown: "[data-down]" }[event.key];
    if (!session || !way) return;
    event.preventDefault();
    const button = session.querySelector(way);
    button.focus();
    button.click();
  });

  document.addEventListener("htmx:afterSwap", letDrag); // at once: who drags twice in a row is quicker than the settling
  document.addEventListener("htmx:afterSettle", ready);
  ready();
})();
