// The shell's own behaviour: keyboard, menus, connection, messages. Every page works without it.
(() => {
  "use strict";
  const body = document.body;
  const find = (selector) => document.querySelector(selector);

  // Keys by place (event.code), so that Ctrl+K and g r work with an Arabic or Ethiopic keyboard as well.
  const typing = (target) => target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
  let jumpUntil = 0;

  function goToSearch(event) {
    const box = find("#ask") || find("[data-ask]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  }

  function jump(event) {
    const letter = event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
    const link = letter && find(`a[data-jump="${letter}"]`);
    jumpUntil = 0;
    if (!link) return;
    event.preventDefault();
    link.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return closeMenus(null, true);
    if (event.ctrlKey || event.metaKey) {
      if (event.code === "KeyK" && !event.altKey && !event.shiftKey) goToSearch(event);
      return;
    }
    if (event.altKey || typing(event.target)) return;
    if (Date.now() < jumpUntil) return jump(event);
    if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) return goToSearch(event);
    if (event.key === "?" || event.key === "؟") return showKeys();
    if (event.code === "KeyG") jumpUntil = Date.now() + 1200;
  });

  function showKeys() {
    const keys = find("#keyboard");
    if (keys && !keys.open) keys.showModal();
  }

  // Menus are <details>: they open without scripts; here they close on Escape, on a click elsewhere, one at a time.
  function closeMenus(but, refocus) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu === but) continue;
      menu.open = false;
      if (refocus) menu.querySelector("summary").focus();
    }
  }
  document.addEventListener("click", (event) => {
    closeMenus(event.target.closest("details[data-menu]"), false);
    if (event.target.closest("[data-help]")) showKeys();
    if (event.target.closest("[data-back]")) history.back();
    if (event.target.closest("[data-print]")) print();
  });

  // The menu on the side is open on wide screens, folded on narrow ones; without scripts it is open everywhere.
  const wide = matchMedia("(min-width: 62rem)");
  const fold = () => {
    for (const one of document.querySelectorAll("details[data-fold]")) {
      one.open = wide.matches;
      one.dataset.folded = "";
    }
  };
  wide.addEventListener("change", fold);
  fold();

  const unsaved = new Set();

  // The connection: a badge, and one calm message when a request is lost.
  const badge = find("#connection");
  function connected(online) {
    if (!badge) return;
    badge.classList.toggle("is-offline", !online);
    badge.querySelector(".connection-text").textContent = online ? badge.dataset.online : badge.dataset.offline;
    badge.querySelector(".connection-text").classList.toggle("visually-hidden", online);
    const use = badge.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, online ? "#wifi" : "#wifi-off"));
  }
  addEventListener("online", () => {
    connected(true);
    for (const form of unsaved) window.htmx?.trigger(form, "retry");
  });
  addEventListener("offline", () => connected(false));
  connected(navigator.onLine);

  function tell(text) {
    const box = find("#toasts");
    if ([...box.children].some((one) => one.textContent === text)) return;
    const note = document.createElement("p");
    note.className = "toast-note";
    note.textContent = text;
    box.append(note);
    setTimeout(() => note.remove(), 8000);
  }
  // The pulse asks for news by itself: when it is lost, the badge says so and nobody is interrupted.
  const byItself = (event) => event.detail.elt.id === "pulse" || "byItself" in event.detail.elt.dataset;
  document.addEventListener("htmx:sendError", (event) => { connected(false); if (!byItself(event)) tell(body.dataset.lost); });
  document.addEventListener("htmx:timeout", (event) => { if (!byItself(event)) tell(body.dataset.lost); });
  document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful) connected(true); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A fault comes with a 4xx or 5xx status and a piece of page that says what to do.
    const { xhr } = event.detail;
    if (xhr.status < 400) return;
    if (xhr.getResponseHeader("HX-Retarget")) { event.detail.shouldSwap = true; event.detail.isError = false; }
    else if (!byItself(event)) tell(body.dataset.failed);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "faults") event.detail.target.scrollIntoView({ block: "center" });
  });

  // Unsaved text: drafts are kept by the node; this only warns while the last words are still on their way.
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) { unsaved.add(form); markDraft(form, "waiting"); }
  });
  document.addEventListener("submit", (event) => unsaved.delete(event.target));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form || !event.detail.pathInfo.requestPath.startsWith(form.dataset.draft)) return;
    if (event.detail.successful) unsaved.delete(form);
    markDraft(form, event.detail.successful ? "saved" : "waiting");
  });
  function markDraft(form, state) {
    const mark = form.querySelector("[data-draft-state]");
    if (mark) mark.textContent = mark.dataset[state];
  }
  addEventListener("beforeunload", (event) => { if (unsaved.size) event.preventDefault(); });

  const faulty = find("[data-focus]");
  if (faulty) faulty.focus();
})();
