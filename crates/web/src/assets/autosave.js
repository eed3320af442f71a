// Keeps what is being typed into the form of a case, some seconds after the last key. Without this script, and whenever the server does not
// answer, the form's buttons save as ever: nothing is kept in the browser.
"use strict";

(() => {
  // For how many milliseconds nobody must have typed before it is kept.
  const DELAY = 3000;
  const form = document.querySelector("form[data-autosave]");
  const status = document.getElementById("zwischenstand");
  if (!form || !status) return;

  let timer;
  let running;
  let isStopped = false;

  const setHidden = (name, value) => {
    let field = form.querySelector(`input[type=hidden][name="${name}"]`);
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      form.append(field);
    }
    field.value = value;
  };

  const send = async () => {
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        credentials: "same-origin",
      });
      const told = await response.json();
      status.textContent = told.meldung;
      // Somebody else saved: from here on a person decides.
      if (response.status === 409) isStopped = true;
      if (!response.ok) return;
      setHidden("fall", told.fall);
      setHidden("fassung", told.fassung);
      form.action = told.ziel;
    } catch {
      // No answer, or a page instead of one: signed out, or the form is out of date.
      status.textContent = "Nicht zwischengespeichert. Bitte speichern Sie über die Schaltfläche.";
    }
  };

  const keep = () => {
    clearTimeout(timer);
    // A case is begun once it has a title.
    if (isStopped || !form.elements.title.value.trim()) return;
    // What is on its way lacks what was typed meanwhile, which is kept after it.
    if (running) {
      timer = setTimeout(keep, DELAY);
      return;
    }
    running = send().finally(() => { running = undefined; });
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, DELAY);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    isStopped = true;
    if (!running) return;
    // The button's request names the version that is on its way.
    event.preventDefault();
    const button = event.submitter;
    running.finally(() => form.requestSubmit(button));
  });
})();
