/* Palier: rows of a list that one fills. Without script all the blank rows are there; with it, one, and more on demand. */
(function () {
  "use strict";

  document.querySelectorAll("[data-rows]").forEach((list) => {
    const total = list.querySelector('input[name$="-TOTAL_FORMS"]');
    const most = Number(list.querySelector('input[name$="-MAX_NUM_FORMS"]').value);
    const blank = list.querySelector("[data-row-blank]");
    const add = list.querySelector("[data-row-add]");
    if (!total || !blank || !add) return;
    const rows = () => Array.from(list.querySelectorAll("fieldset[data-row]"));
    const isFilled = (row) => row.querySelector(".is-invalid, [aria-invalid]") !== null
      || Array.from(row.querySelectorAll('input[type="text"], input[type="date"]')).some((field) => field.value !== "");

    /* Blank rows after the first go away; their number follows. */
    function fold() {
      rows().reverse().some((row) => {
        if (rows().length === 1 || isFilled(row)) return true;
        row.remove();
        return false;
      });
      count();
    }
    function count() {
      total.value = String(rows().length);
      add.hidden = rows().length >= most;
    }
    function append() {
      const number = rows().length;
      const holder = document.createElement("div");
      holder.innerHTML = blank.innerHTML.replaceAll("__prefix__", String(number));
      const row = holder.querySelector("[data-row]");
      row.querySelector("[data-row-number]").textContent = String(number + 1);
      blank.before(row);
      count();
      return row;
    }

    add.addEventListener("click", () => append().querySelector('input[type="text"]').focus());
    /* A draft comes back with more rows than the page has. */
    const form = list.closest("form");
    form.addEventListener("draft:restoring", (event) => {
      const wanted = Number((event.detail.fields[total.name] || ["1"])[0]);
      while (rows().length < Math.min(wanted, most)) append();
    });
    fold();
  });
})();
