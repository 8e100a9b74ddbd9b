/* Palier — the form of a meeting: parts of the note as one needs them, and « Voir comme… » as one types.
   Everything works without it: three parts are there, and « Voir comme… » is a button that sends the form. */
(() => {
  "use strict";

  const form = document.querySelector("[data-meeting-form]");
  if (!form) return;
  const LOOK = 900;
  const ORDINALS = ["Première", "Deuxième", "Troisième", "Quatrième", "Cinquième"];
  const note = form.querySelector("[data-parts]");
  const add = form.querySelector("[data-add-part]");

  /* 1. Parts: those without a word are folded away, « Ajouter une partie » gives the next one. ---------------- */

  const parts = () => Array.from(note.querySelectorAll(".note-part"));
  const box = (part) => part.querySelector("textarea");

  function fold() {
    parts().forEach((part, rank) => {
      part.hidden = rank > 0 && !box(part).value.trim() && !part.querySelector(".invalid-feedback");
    });
  }

  function rename(part, number, rank) {
    const ordinal = ORDINALS[rank] || `${rank + 1}e`;
    part.dataset.part = String(number);
    part.querySelectorAll("[id], [name], [for], [aria-describedby]").forEach((node) => {
      ["id", "name", "for"].forEach((name) => {
        const value = node.getAttribute(name);
        if (value) node.setAttribute(name, value.replace(/part_\d+_/, `part_${number}_`));
      });
      node.removeAttribute("aria-describedby");
      node.removeAttribute("aria-invalid");
      node.classList.remove("is-invalid");
    });
    part.querySelectorAll(".invalid-feedback").forEach((said) => said.remove());
    part.querySelector("label.visually-hidden").textContent = `${ordinal} partie de la note`;
    part.querySelector("legend").textContent = `Qui peut lire la ${ordinal.toLowerCase()} partie`;
  }

  function make(number) {
    const all = parts();
    const part = all[all.length - 1].cloneNode(true);
    rename(part, number, all.length);
    box(part).value = "";
    part.querySelectorAll("[type=radio]").forEach((radio) => { radio.checked = radio.value === "TEAM"; });
    all[all.length - 1].after(part);
    return part;
  }

  function next() {
    const folded = parts().find((part) => part.hidden);
    const numbers = parts().map((part) => Number(part.dataset.part));
    const part = folded || make(Math.max(...numbers) + 1);
    part.hidden = false;
    box(part).focus();
  }

  if (note && add) {
    fold();
    add.hidden = false;
    add.addEventListener("click", next);
    form.addEventListener("draft:restoring", (event) => {
      const known = new Set(parts().map((part) => part.dataset.part));
      Object.keys(event.detail.fields).forEach((name) => {
        const found = /^part_(\d{1,3})_text$/.exec(name);
        if (found && !known.has(found[1])) {
          known.add(found[1]);
          make(Number(found[1]));
        }
      });
    });
    form.addEventListener("draft:restored", fold);
  }

  /* 2. « Voir comme… »: asked of the server, which alone knows who reads what; what is typed is not kept. ------ */

  const look = { timer: 0, turn: 0 };

  function aside() {
    return document.querySelector("[data-preview]");
  }

  function show(html, isAsked) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const fresh = holder.content.querySelector("[data-preview]");
    const former = aside();
    if (!fresh || !former) return;
    const held = former.contains(document.activeElement) ? document.activeElement.dataset.seeAs : null;
    former.replaceWith(fresh);
    if (held) fresh.querySelector(`[data-see-as="${held}"]`)?.focus({ preventScroll: true });
    if (isAsked) {
      fresh.scrollIntoView({ block: "nearest" });
      if (!held) fresh.focus({ preventScroll: true });
    }
  }

  async function see(audience, isAsked) {
    clearTimeout(look.timer);
    const button = form.querySelector("[data-go-preview]");
    const turn = ++look.turn;
    const body = new FormData(form);
    body.set("voir", audience);
    try {
      const response = await fetch(button.getAttribute("formaction").split("#")[0], {
        method: "POST",
        body,
        redirect: "manual",
        headers: { "X-Requested-With": "fetch", "X-CSRFToken": window.palier ? window.palier.token() : "" },
      });
      if (turn !== look.turn) return;
      if (response.ok) {
        show(await response.text(), isAsked);
        button.value = audience;
      } else if (isAsked && response.status === 401 && window.palier) {
        window.palier.sessionOver(response.headers.get("X-Palier-Sign-In"));
      }
    } catch {
      if (isAsked && window.palier) window.palier.notice("Le réseau ne répond pas. Votre texte est toujours là.");
    }
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-see-as], [data-go-preview]");
    if (!button) return;
    event.preventDefault();
    see(button.dataset.seeAs || aside()?.dataset.audience || button.value, true);
  });

  /* As one writes, once one has looked, or where both are side by side. */
  const isBeside = window.matchMedia("(min-width: 75rem)");
  let hasLooked = false;
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-see-as], [data-go-preview]")) hasLooked = true;
  });
  function later() {
    if (!aside() || !(hasLooked || isBeside.matches)) return;
    clearTimeout(look.timer);
    look.timer = setTimeout(() => see(aside().dataset.audience, false), LOOK);
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
})();
