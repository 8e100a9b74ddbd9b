/* Palier — what one types is kept on the server as one types, hers alone, and a form is sent without ever losing it.

   A form takes part when it holds `templates/records/_drafts.html`, which brings its scripts. Each browser tab has its
   own draft, so two tabs never overwrite each other. The form is sent by this script first; when the session has ended or the network is
   lost, the page stays as it is, and sends again with the token read at that time. The field `sending_key` makes one
   of two sends.

   Events on the form: `draft:restoring` (detail.fields: {name: [values]}; add the rows that are missing),
   `draft:restored`. */
(() => {
  "use strict";

  const wire = window.palierWire;
  if (!wire || window.palierDrafts) return;
  window.palierDrafts = true;

  const WAIT = 1500;
  const RETRIES = [10, 20, 40, 80, 120];
  const KEEPALIVE_MAX = 60000;
  const NBSP = "\u00a0";
  const WORDS = {
    offline: (seconds) => `Pas de réseau${NBSP}: vos mots restent ici, nouvel essai dans ${seconds}${NBSP}s.`,
    server: (seconds) => `Le serveur ne répond pas${NBSP}: vos mots restent ici, nouvel essai dans ${seconds}${NBSP}s.`,
    expired: `Session expirée${NBSP}: vos mots sont là. Reconnectez-vous, puis revenez à cet onglet.`,
    offlineSend: `Pas de réseau${NBSP}: rien n’est perdu, vos mots restent ici.`,
    serverSend: `Le serveur n’a pas pu enregistrer${NBSP}: rien n’est perdu, vos mots restent ici.`,
    sending: "Envoi en cours…",
    restored: "Vos mots ont été repris.",
    unsaved: `Brouillon non enregistré${NBSP}: vos mots restent sur cette page.`,
  };
  const forms = [];

  wire.channel?.addEventListener("message", (event) => {
    if (event.data.signedIn) forms.forEach((form) => form.resume());
  });

  /* One form --------------------------------------------------------------------------------------------- */

  class DraftForm {
    constructor(root) {
      this.root = root;
      this.form = root.closest("form");
      this.url = root.dataset.draftUrl;
      this.user = root.dataset.draftUser;
      this.isBound = "draftBound" in root.dataset;
      this.version = 0;
      this.saved = null; // the text that the server holds
      this.lost = null; // a text sent whose answer never came
      this.initial = this.isBound ? null : this.text();
      this.isTouched = false;
      this.isSent = false;
      this.isNative = false;
      this.waiting = null; // what to do again once the session or the network is back: "save" or a submitter
      this.failures = 0;
      this.saving = null;
      this.listen();
    }

    part(name) {
      return this.root.querySelector(`[data-draft-${name}]`);
    }

    listen() {
      const typed = () => {
        if (this.isFilling) return;
        this.isTouched = true;
        this.later();
      };
      this.form.addEventListener("input", typed);
      this.form.addEventListener("change", typed);
      this.form.addEventListener("draft:changed", typed);
      this.form.addEventListener("submit", (event) => this.submitted(event));
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") this.leave();
        else if (this.waiting) this.resume();
      });
      window.addEventListener("pagehide", () => this.leave());
      window.addEventListener("online", () => this.resume());
      window.addEventListener("pageshow", (event) => {
        if (event.persisted && this.isSent) location.reload();
      });
      this.part("retry")?.addEventListener("click", () => this.resume());
      const reconnect = this.part("reconnect");
      if (reconnect) reconnect.href = this.root.dataset.draftSignin;
    }

    text() {
      return JSON.stringify(wire.fields(this.form));
    }

    address(id = wire.tab) {
      return `${this.url}${id}/`;
    }

    /* Saving ------------------------------------------------------------------------------------------- */

    later(wait = WAIT) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), wait);
    }

    leave() {
      if (this.isTouched && !this.isSent && !this.isNative && this.text() !== this.saved) this.save(true);
    }

    async save(isLeaving = false) {
      clearTimeout(this.timer);
      if (!wire.tab || this.isSent || this.isNative) return;
      if (this.saving && !isLeaving) {
        await this.saving;
      }
      if (this.text() === this.saved) return;
      this.saving = this.put(isLeaving);
      await this.saving;
      this.saving = null;
    }

    async put(isLeaving) {
      const text = this.text();
      const body = JSON.stringify({ version: this.version, fields: text === this.initial ? {} : JSON.parse(text) });
      let response = null;
      try {
        response = await wire.ask(this.address(), this.user, {
          method: "PUT",
          body,
          headers: { "Content-Type": "application/json" },
          keepalive: isLeaving && body.length < KEEPALIVE_MAX,
        });
      } catch {
        this.lost = text;
        this.failed(WORDS.offline);
        return;
      }
      const said = await wire.json(response);
      if (response.ok) {
        this.version = said.version;
        this.saved = text;
        this.lost = null;
        this.calm(said.saved_in_words ? `${said.saved_in_words}.` : "");
      } else if (response.status === 409 && said.stored) {
        this.conflict(said.stored);
      } else if (response.status === 401 || response.status === 403 || said.code === "other_person") {
        this.expired(said.code === "other_person" ? said.error : WORDS.expired, "save");
      } else if (response.status >= 500 || response.status === 0) {
        this.lost = text;
        this.failed(WORDS.server);
      } else {
        this.say(said.error || WORDS.unsaved, true);
      }
    }

    /* The server holds other words: ours whose answer was lost, or another page's, which stay as they are. */
    conflict(stored) {
      if (this.lost !== null && JSON.stringify(stored.fields) === this.lost) {
        this.version = stored.version;
      } else {
        wire.keepTab(wire.newId());
        this.version = 0;
        this.list();
      }
      this.lost = null;
      this.later(0);
    }

    failed(words) {
      const seconds = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
      this.failures += 1;
      this.waiting ||= "save";
      this.say(words(seconds), true);
      this.later(seconds * 1000);
    }

    expired(words, what) {
      this.waiting = what;
      this.say(words, true);
      this.show({ reconnect: true, retry: what !== "save" });
    }

    calm(words) {
      this.failures = 0;
      this.waiting = null;
      this.say(words, false);
      this.show({});
    }

    resume() {
      const what = this.waiting;
      if (!what) return;
      this.waiting = null;
      if (what === "save") this.later(0);
      else this.send(what.submitter);
    }

    /* Sending ------------------------------------------------------------------------------------------- */

    submitted(event) {
      const by = event.submitter;
      const isOurs = this.form.method === "post" && !by?.hasAttribute("formaction") && !by?.hasAttribute("formtarget");
      if (event.defaultPrevented || this.isNative || !isOurs || !wire.tab) return;
      event.preventDefault();
      if (!this.isSending && !this.isSent) this.send(by);
    }

    async send(submitter) {
      this.isSending = true;
      clearTimeout(this.timer);
      this.say(WORDS.sending, false);
      this.show({});
      if (this.saving) await this.saving;
      clearTimeout(this.timer);
      this.stamp();
      let response = null;
      try {
        response = await wire.ask(this.form.getAttribute("action") || location.href, this.user, {
          method: "POST",
          body: submitter ? new FormData(this.form, submitter) : new FormData(this.form),
          headers: { Accept: "text/html, application/json;q=0.9" },
        });
      } catch {
        this.unsent(WORDS.offlineSend, submitter);
        return;
      }
      this.isSending = false;
      const place = response.headers.get("X-Location");
      if (response.status === 204 && place) {
        this.isSent = true;
        wire.ask(this.address(), this.user, { method: "DELETE", keepalive: true }).catch(() => {});
        location.assign(place);
      } else if (response.status === 401) {
        this.expired(WORDS.expired, { submitter });
        this.reveal();
      } else if (response.status >= 500) {
        this.unsent(WORDS.serverSend, submitter);
      } else if (response.status === 409 && (await wire.json(response.clone())).code === "other_person") {
        this.expired((await wire.json(response)).error, { submitter });
        this.reveal();
      } else {
        await this.hand(submitter);
      }
    }

    /* The form did not go: try again by itself only where sending twice makes one. */
    unsent(words, submitter) {
      this.isSending = false;
      const seconds = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
      this.failures += 1;
      this.waiting = { submitter };
      const isOnce = Boolean(this.form.elements.namedItem("sending_key"));
      this.say(isOnce ? `${words} Nouvel essai dans ${seconds}${NBSP}s.` : words, true);
      this.show({ retry: true });
      this.reveal();
      clearTimeout(this.timer);
      if (isOnce) this.timer = setTimeout(() => this.resume(), seconds * 1000);
    }

    /* An answer to read (errors beside the fields, a refusal): the browser asks for it itself and shows it. */
    async hand(submitter) {
      this.isTouched = true;
      await this.save();
      this.stamp();
      this.isNative = true;
      this.form.requestSubmit(submitter || undefined);
    }

    stamp() {
      const hidden = this.form.querySelector("[name=csrfmiddlewaretoken]");
      if (hidden) hidden.value = wire.token();
      this.root.querySelector("[name=draft_tab]").value = wire.tab;
    }

    /* Coming back --------------------------------------------------------------------------------------- */

    async open() {
      if (!this.isBound && !this.isTouched) this.initial = this.text();
      await this.list(true);
      if (this.isBound) {
        this.isTouched = true;
        this.later(0);
      }
    }

    async list(isOpening = false) {
      let drafts = [];
      try {
        const response = await wire.ask(this.url, this.user);
        drafts = response.ok ? (await response.json()).drafts : [];
      } catch {
        return;
      }
      const own = drafts.find((draft) => draft.tab === wire.tab);
      if (isOpening && own && !this.isTouched) await this.restore(own);
      const others = drafts.filter((draft) => draft.tab !== wire.tab);
      const place = this.part("list");
      place.replaceChildren(...others.map((draft) => this.line(draft)));
      this.part("others").hidden = others.length === 0;
    }

    async restore(own) {
      if (this.isBound) {
        this.version = own.version;
        return;
      }
      if (this.root.dataset.draftSince && Date.parse(own.saved_at) < Date.parse(this.root.dataset.draftSince)) {
        wire.keepTab(wire.newId());
        return;
      }
      const stored = await this.read(own.tab);
      if (!stored || this.isTouched) return;
      this.version = stored.version;
      this.fill(stored.fields, true);
      this.isTouched = true;
      this.saved = this.text();
      this.say(`${WORDS.restored} ${stored.saved_in_words}.`, false);
    }

    async read(id) {
      try {
        const response = await wire.ask(this.address(id), this.user);
        return response.ok ? await response.json() : null;
      } catch {
        return null;
      }
    }

    line(draft) {
      const line = this.root.querySelector("template[data-draft-line]").content.firstElementChild.cloneNode(true);
      line.querySelector("[data-draft-from]").textContent = draft.from_in_words;
      line.querySelector("[data-draft-take]").addEventListener("click", () => this.take(draft));
      line.querySelector("[data-draft-discard]").addEventListener("click", () => this.discard(draft, line));
      return line;
    }

    /* Take another tab's words here; what this tab had typed stays a draft of its own. */
    async take(draft) {
      const stored = await this.read(draft.tab);
      if (!stored) {
        this.list();
        return;
      }
      if (this.isTouched && this.text() !== this.initial) {
        await this.save();
        wire.keepTab(wire.newId());
        this.version = 0;
      }
      this.fill(stored.fields, false);
      this.isTouched = true;
      this.saved = null;
      await this.save();
      if (this.saved !== null) await this.drop(stored);
      this.list();
    }

    async discard(draft, line) {
      const stored = await this.read(draft.tab);
      if (stored && !(await this.drop(stored))) return;
      line.querySelector("[data-draft-from]").textContent = "Brouillon écarté.";
      line.querySelector("[data-draft-discard]").remove();
      const undo = line.querySelector("[data-draft-take]").cloneNode();
      undo.textContent = "Annuler";
      line.querySelector("[data-draft-take]").replaceWith(undo);
      undo.focus();
      undo.addEventListener("click", async () => {
        const body = JSON.stringify({ version: 0, fields: stored?.fields || {} });
        const headers = { "Content-Type": "application/json" };
        await wire.ask(this.address(draft.tab), this.user, { method: "PUT", body, headers }).catch(() => {});
        this.list();
      });
    }

    async drop(stored) {
      try {
        const url = `${this.address(stored.tab)}?version=${stored.version}`;
        return (await wire.ask(url, this.user, { method: "DELETE" })).ok;
      } catch {
        return false;
      }
    }

    fill(fields, isOwn) {
      this.isFilling = true;
      this.form.dispatchEvent(new CustomEvent("draft:restoring", { detail: { fields } }));
      wire.fill(this.form, fields, isOwn);
      this.form.dispatchEvent(new CustomEvent("draft:restored", { detail: { fields } }));
      this.isFilling = false;
    }

    /* What she reads -------------------------------------------------------------------------------------- */

    say(words, isAlarm) {
      const own = this.part("status");
      const others = Array.from(document.querySelectorAll("[data-draft-status]")).filter((place) => place !== own);
      own.classList.toggle("visually-hidden", others.length > 0 && !isAlarm);
      for (const place of [own, ...others]) {
        place.textContent = words;
        place.classList.toggle("is-late", isAlarm);
      }
    }

    show({ reconnect = false, retry = false }) {
      const acts = this.part("acts");
      this.part("reconnect").hidden = !reconnect;
      this.part("retry").hidden = !retry;
      acts.hidden = !reconnect && !retry;
    }

    reveal() {
      this.part("acts").scrollIntoView({ block: "center" });
      (this.part("reconnect").hidden ? this.part("retry") : this.part("reconnect")).focus();
    }
  }

  async function start() {
    if (document.querySelector("[data-draft-signed-in]")) wire.channel?.postMessage({ signedIn: true });
    const roots = Array.from(document.querySelectorAll("[data-draft]")).filter((root) => root.closest("form"));
    if (!roots.length) return;
    forms.push(...roots.map((root) => new DraftForm(root)));
    await wire.claimTab();
    forms.forEach((form) => form.open());
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
