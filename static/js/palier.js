/* Palier: the little that pages need everywhere. Every page works without it.
   1. CSRF token at send time  2. session that is over  3. messages  4. menu  5. errors of a form  6. fields that depend on another */
(function () {
  "use strict";

  /* 1. The token may have changed since the page was opened (signed in again in another tab): read it when sending. */
  function token() {
    const found = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
    return found ? decodeURIComponent(found.slice("csrftoken=".length)) : "";
  }
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector('input[name="csrfmiddlewaretoken"]');
    const now = token();
    if (field && now) field.value = now;
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token();
  });

  /* 2. A scripted request that comes too late answers 401: say so, keep the page, offer sign-in beside it. */
  function notice(text, address, link) {
    const region = document.querySelector(".toasts");
    if (!region || region.querySelector("[data-notice]")) return;
    const box = document.createElement("div");
    box.className = "toast-undo";
    box.dataset.notice = "";
    const said = document.createElement("p");
    said.textContent = text;
    box.append(said);
    if (address) {
      const way = document.createElement("a");
      way.className = "btn btn-outline-primary";
      way.href = address;
      way.target = "_blank";
      way.rel = "noopener";
      way.textContent = link;
      way.addEventListener("click", () => box.remove());
      box.append(way);
    }
    region.append(box);
  }
  function sessionOver(address) {
    notice("Votre session est terminée. Votre texte est toujours là : reconnectez-vous dans un nouvel onglet, puis revenez ici.",
      address || "/", "Se reconnecter");
  }
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status === 401) sessionOver(event.detail.xhr.getResponseHeader("X-Palier-Sign-In"));
    else notice("La demande n’a pas abouti. Rien n’a été perdu sur cette page.");
  });
  document.addEventListener("htmx:sendError", () => notice("Le réseau ne répond pas. Votre texte est toujours là."));
  window.palier = { token, notice, sessionOver };

  /* 3. What was done is told ten seconds; not while one points at it or is in it. It stays in the journal. */
  document.querySelectorAll(".toasts .toast-undo").forEach((toast) => {
    let waited = 0;
    const clock = setInterval(() => {
      if (toast.matches(":hover, :focus-within") || document.hidden) return;
      waited += 1;
      if (waited >= 10) { clearInterval(clock); toast.remove(); }
    }, 1000);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-dismiss]");
    if (button) button.closest(".toast-undo").remove();
  });

  /* 4. The menu closes like one expects. */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* On a phone, the page one is on is in sight among the others. */
  document.querySelectorAll(".tabs [aria-current], .chips [aria-current]").forEach((here) => {
    const row = here.parentElement;
    if (row.scrollWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.offsetLeft - 16;
  });

  /* 5. A refused form opens on what is to be mended; its links go to the field, or to its first choice. */
  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();
  document.addEventListener("click", (event) => {
    const link = event.target.closest('.form-errors a[href^="#"]');
    const aim = link && document.getElementById(link.hash.slice(1));
    if (!aim) return;
    event.preventDefault();
    const field = aim.matches("input, select, textarea") ? aim : aim.querySelector("input, select, textarea") || aim;
    aim.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });

  /* 6. data-shown-when="name=VALUE|OTHER": shown when that field has one of these values. Without script all is shown. */
  function refresh(form) {
    form.querySelectorAll("[data-shown-when]").forEach((part) => {
      const [name, values] = part.dataset.shownWhen.split("=");
      const chosen = new FormData(form).getAll(name);
      part.hidden = !values.split("|").some((value) => chosen.includes(value));
    });
  }
  document.querySelectorAll("form").forEach((form) => {
    if (!form.querySelector("[data-shown-when]")) return;
    refresh(form);
    form.addEventListener("change", () => refresh(form));
  });
})();
