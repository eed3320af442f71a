// Keeps what is being typed into the form of a case, some seconds after the last key, and before another form of the page leads away from it.
// Without this script, and whenever the server does not answer, the form's buttons save as ever: nothing is kept in the browser.
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

  // Whether it was kept.
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
      if (!response.ok) return false;
      // The page's other forms that were made from the same version go on from there, too.
      const before = form.querySelector("input[name=fassung]")?.value;
      for (const field of document.querySelectorAll("input[name=fassung]")) if (field.value === before) field.value = told.fassung;
      setHidden("fall", told.fall);
      setHidden("fassung", told.fassung);
      form.action = told.ziel;
      return true;
    } catch {
      // No answer, or a page instead of one: signed out, or the form is out of date.
      status.textContent = "Nicht zwischengespeichert. Bitte speichern Sie über die Schaltfläche.";
      return false;
    }
  };

  const keep = () => {
    clearTimeout(timer);
    timer = undefined;
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
  document.addEventListener("submit", async (event) => {
    const other = event.target;
    const button = event.submitter;
    if (other === form || isStopped || (!timer && !running)) return;
    event.preventDefault();
    let isKept = (await running) ?? true;
    if (timer !== undefined) {
      keep();
      // Nothing is on its way if somebody else saved meanwhile, which is said by then, or as long as there is no title.
      if (!running && !isStopped) status.textContent = "Nicht zwischengespeichert: Es fehlt noch der Titel.";
      isKept = (await running) ?? false;
    }
    // What could not be kept would be lost: whoever sends the other form once more wants that.
    if (isKept) other.requestSubmit(button);
    else status.scrollIntoView({ block: "center" });
  });
})();
