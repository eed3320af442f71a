// Suggestions while somebody types into the search box: a combobox with a list (WAI-ARIA APG, "Editable Combobox With List Autocomplete").
// Without this script, and whenever the API does not answer, the box is a plain search field of a plain form.
"use strict";

(() => {
  // What is typed faster than this is not asked for letter by letter.
  const DELAY = 120;
  const DOCUMENT = `query Suggest($prefix: String!) {
    suggest(prefix: $prefix, first: 8) {
      __typename
      text
      ... on MunicipalitySuggestion { municipality { ags } }
      ... on TermSuggestion { isLabel vocabulary term { key } }
      ... on TitleSuggestion { slug }
    }
  }`;
  // The names that the search page's address has for vocabularies.
  const FILTERS = {
    fieldOfAction: "handlungsfeld",
    state: "land",
    lifePhase: "lebensphase",
    targetGroup: "zielgruppe",
    component: "kernkomponente",
    status: "stand",
    fundingProgramme: "foerderprogramm",
  };
  const KINDS = { MunicipalitySuggestion: "Kommune", TermSuggestion: "Thema", TitleSuggestion: "Praxisbeispiel" };

  const address = (suggestion) => {
    switch (suggestion.__typename) {
      case "TitleSuggestion":
        return `/faelle/${encodeURIComponent(suggestion.slug)}`;
      case "MunicipalitySuggestion":
        return `/suche?${new URLSearchParams({ kommune: suggestion.municipality.ags })}`;
      default: {
        const filter = suggestion.isLabel && FILTERS[suggestion.vocabulary];
        return `/suche?${new URLSearchParams(filter ? { [filter]: suggestion.term.key } : { q: suggestion.text })}`;
      }
    }
  };

  const element = (name, attributes, text) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  };

  const enhance = (form, input) => {
    const list = element("ul", { id: "vorschlaege", class: "suggestions", role: "listbox", "aria-label": "Vorschläge" });
    const status = element("p", { class: "unseen", role: "status" });
    list.hidden = true;
    form.append(list, status);
    for (const [key, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(key, value);

    let timer;
    let request;
    let active = -1;

    const close = () => {
      clearTimeout(timer);
      request?.abort();
      active = -1;
      list.hidden = true;
      list.replaceChildren();
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const activate = (place) => {
      list.children[active]?.setAttribute("aria-selected", "false");
      active = place;
      const option = list.children[active];
      if (!option) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    };

    const show = (suggestions) => {
      if (suggestions.length === 0 || document.activeElement !== input) return close();
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(...suggestions.map((suggestion, place) => {
        const option = element("li", { id: `vorschlag-${place}`, role: "option", "aria-selected": "false" });
        option.dataset.href = address(suggestion);
        option.append(element("span", {}, suggestion.text), " ", element("span", { class: "kind" }, KINDS[suggestion.__typename]));
        return option;
      }));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      status.textContent = suggestions.length === 1 ? "Ein Vorschlag" : `${suggestions.length} Vorschläge`;
    };

    const ask = async () => {
      const prefix = input.value.trim();
      request?.abort();
      if (prefix.length < 2) return close();
      const own = new AbortController();
      request = own;
      try {
        const response = await fetch("/graphql", {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: JSON.stringify({ query: DOCUMENT, variables: { prefix } }),
          credentials: "omit",
          signal: own.signal,
        });
        const answer = await response.json();
        if (request === own) show(answer.data?.suggest ?? []);
      } catch {
        // Superseded, or nobody answers: then there are no suggestions, and the form works as ever.
        if (request === own) close();
      }
    };

    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (!event.isComposing) timer = setTimeout(ask, DELAY);
    });
    input.addEventListener("compositionend", () => { timer = setTimeout(ask, DELAY); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const count = list.children.length;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && count > 0) {
        event.preventDefault();
        // Beyond either end lies what was typed.
        const step = event.key === "ArrowDown" ? 1 : -1;
        activate(((active + 1 + step + count + 1) % (count + 1)) - 1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        location.assign(list.children[active].dataset.href);
      }
    });
    // The field keeps the focus while a suggestion is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.href);
    });
    form.addEventListener("submit", close);
  };

  for (const form of document.querySelectorAll("form[role=search]")) {
    const input = form.querySelector("input[type=search]");
    if (input) enhance(form, input);
  }
})();
