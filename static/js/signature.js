/* Palier: a signature drawn in presence. Strokes are kept so that one can be undone, and come back when the page does.
   The form sends a small PNG. Who cannot draw signs on paper: the form offers it. */
(function () {
  "use strict";

  const INK = "#14213d"; // the frame is white in every theme, as the paper that will carry it
  const WIDTH = 900;
  const HEIGHT = 300;
  const MOST_POINTS = 6000;

  document.querySelectorAll("[data-sign-pad]").forEach((pad) => {
    const canvas = pad.querySelector("[data-sign-canvas]");
    const state = pad.querySelector("[data-sign-state]");
    const drawing = document.getElementById(pad.dataset.drawing);
    const kept = document.getElementById(pad.dataset.strokes);
    const pen = canvas.getContext("2d");
    let strokes = [];
    let current = null;

    function restore() {
      try {
        const found = JSON.parse(kept.value || "[]");
        const isStroke = (stroke) => Array.isArray(stroke)
          && stroke.every((point) => Array.isArray(point) && point.length === 2 && point.every(Number.isFinite));
        strokes = Array.isArray(found) && found.every(isStroke) ? found : [];
      } catch { strokes = []; }
    }
    function at(event) {
      const box = canvas.getBoundingClientRect();
      return [
        Math.round((event.clientX - box.left) * WIDTH / box.width),
        Math.round((event.clientY - box.top) * HEIGHT / box.height),
      ];
    }
    function paint() {
      pen.clearRect(0, 0, WIDTH, HEIGHT);
      pen.strokeStyle = pen.fillStyle = INK;
      pen.lineWidth = 5;
      pen.lineCap = pen.lineJoin = "round";
      strokes.forEach((stroke) => {
        pen.beginPath();
        stroke.forEach(([x, y], index) => (index ? pen.lineTo(x, y) : pen.moveTo(x, y)));
        if (stroke.length === 1) pen.arc(stroke[0][0], stroke[0][1], 2, 0, 2 * Math.PI);
        pen.stroke();
      });
    }
    function keep() {
      const isEmpty = strokes.length === 0;
      drawing.value = isEmpty ? "" : canvas.toDataURL("image/png");
      kept.value = isEmpty ? "" : JSON.stringify(strokes);
      state.textContent = isEmpty ? "Le cadre est vide."
        : strokes.length === 1 ? "Un trait dans le cadre." : `${strokes.length} traits dans le cadre.`;
    }
    const points = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0);

    canvas.addEventListener("pointerdown", (event) => {
      if (!event.isPrimary || event.button !== 0) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      current = [at(event)];
      strokes.push(current);
      paint();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!current || !event.isPrimary || points() > MOST_POINTS) return;
      const moves = event.getCoalescedEvents ? event.getCoalescedEvents() : [event];
      (moves.length ? moves : [event]).forEach((move) => current.push(at(move)));
      paint();
    });
    ["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, () => {
      if (!current) return;
      current = null;
      keep();
    }));
    pad.querySelector("[data-sign-undo]").addEventListener("click", () => { strokes.pop(); paint(); keep(); });
    pad.querySelector("[data-sign-clear]").addEventListener("click", () => { strokes = []; paint(); keep(); });

    restore();
    paint();
    keep();
  });
})();
