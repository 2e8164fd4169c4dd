// How do the answers to a file outlive the session: the browser keeps the last ones, beside the mark of their file.

const PLACE = "sez-answers";

export default function ({ data, setStateValue }) {
  if (data.text) {
    keep(JSON.stringify({ file: data.file, text: data.text }));
    return;
  }
  const kept = found();
  if (kept?.file === data.file && kept.text !== data.known) setStateValue("kept", kept.text);
}

function keep(said) {
  try {
    localStorage.setItem(PLACE, said);
  } catch {
    // A browser that keeps nothing: the answers live as long as the session, as the page's own do.
  }
}

function found() {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? "null");
  } catch {
    return null;
  }
}
