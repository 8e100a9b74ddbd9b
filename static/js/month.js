// The month: a link to a unit opens its figures. Without script they open by hand.
"use strict";

function openUnit() {
  const section = location.hash.startsWith("#unite-") && document.getElementById(location.hash.slice(1));
  const figures = section && section.querySelector("details");
  if (figures) {
    figures.open = true;
    section.scrollIntoView();
  }
}

window.addEventListener("hashchange", openUnit);
openUnit();
