// Ties allauth's passkey functions to the buttons that bear data-passkey, and tells when a passkey was not accepted.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const forms = window.allauth.webauthn.forms;
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const { passkey, credential, options, passwordless } = button.dataset;
    const ids = { [passkey]: button.id, credential, passwordless, data: options };
    forms[`${passkey}Form`]({ ids });
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const note = document.getElementById("passkey-failed");
    if (!note) return;
    note.hidden = false;
    note.focus();
  });
});
