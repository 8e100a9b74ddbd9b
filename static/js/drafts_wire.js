/* Palier — what `drafts.js` stands on: one number a browser tab, talking to the server, reading and filling a form.
   Nothing typed is stored in the browser (shared computers): sessionStorage holds the tab's number only. */
(() => {
  "use strict";

  const TIMEOUT = 30000;
  const CLAIM = 150;
  const SKIPPED = new Set(["csrfmiddlewaretoken", "draft_tab"]);

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("palier-drafts") : null;
  const page = newId();
  let tab = null;
  let isHeld = false; // a form of this page holds the number

  /* One number a tab ------------------------------------------------------------------------------------ */

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function keepTab(id) {
    tab = id;
    try {
      sessionStorage.setItem("palier-tab", id);
    } catch {
      /* a browser without storage: the tab's number lives as long as the page */
    }
  }

  /* A duplicated tab carries the number of the first one: the page asks whether another holds it. */
  async function claimTab() {
    isHeld = true;
    let id = null;
    try {
      id = sessionStorage.getItem("palier-tab");
    } catch {
      id = null;
    }
    keepTab(/^[0-9a-f]{32}$/.test(id || "") ? id : newId());
    if (!channel) return;
    let isTaken = false;
    const hear = (event) => {
      if (event.data.taken === tab && event.data.to === page) isTaken = true;
    };
    channel.addEventListener("message", hear);
    channel.postMessage({ ask: tab, from: page });
    await new Promise((resolve) => setTimeout(resolve, CLAIM));
    channel.removeEventListener("message", hear);
    if (isTaken) keepTab(newId());
  }

  channel?.addEventListener("message", (event) => {
    const said = event.data;
    if (said.ask && said.ask === tab && said.from !== page && isHeld) {
      channel.postMessage({ taken: tab, to: said.from });
    }
  });

  /* Talking to the server ------------------------------------------------------------------------------- */

  function token() {
    const found = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
    if (found) return decodeURIComponent(found.slice("csrftoken=".length));
    return document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  }

  async function ask(url, user, options = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      return await fetch(url, {
        credentials: "same-origin",
        redirect: "manual",
        cache: "no-store",
        signal: stop.signal,
        ...options,
        headers: {
          "X-Requested-With": "fetch",
          "X-CSRFToken": token(),
          "X-Draft-User": user,
          Accept: "application/json",
          ...options.headers,
        },
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async function json(response) {
    try {
      return await response.json();
    } catch {
      return {};
    }
  }

  /* Reading and filling a form ---------------------------------------------------------------------------- */

  /* What the form holds now, as the server will keep it: {name: [values]}, without files and passwords. */
  function fields(form) {
    const secret = new Set(Array.from(form.querySelectorAll("[type=password]"), (input) => input.name));
    const found = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || SKIPPED.has(name) || secret.has(name)) continue;
      (found[name] ||= []).push(value);
    }
    return found;
  }

  /* Put a draft's words into the form. Another tab's `sending_key` stays with it: two tabs may both be sent. */
  function fill(form, found, isOwn) {
    const rank = {};
    for (const control of form.elements) {
      const name = control.name;
      if (!name || SKIPPED.has(name) || ["file", "password", "submit", "button"].includes(control.type)) continue;
      if (name === "sending_key" && !isOwn) continue;
      if (put(control, found[name], rank)) {
        control.dispatchEvent(new Event("input", { bubbles: true }));
        control.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  }

  function put(control, values, rank) {
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = Boolean(values?.includes(control.value));
    } else if (control.type === "select-multiple") {
      for (const option of control.options) option.selected = Boolean(values?.includes(option.value));
    } else if (values) {
      rank[control.name] = (rank[control.name] ?? -1) + 1;
      const value = values[rank[control.name]];
      if (value !== undefined) control.value = value;
    } else {
      return false;
    }
    return true;
  }

  window.palierWire = {
    ask, channel, claimTab, fields, fill, json, keepTab, newId, token,
    get tab() {
      return tab;
    },
  };
})();
