/** The page's script: asks the control panel for tokens and accepts invitations. Text only, never markup. */
export const PAGE_SCRIPT = `
const post = async (path, body) => {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.errors?.[0]?.long_message ?? 'Something went wrong.');
  return answer;
};
const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};
const copyButton = (text) => {
  const button = make('button', 'copy', 'Copy');
  button.type = 'button';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  return button;
};
const line = (label, text) => {
  const box = make('div', 'line');
  const head = make('div', 'line-head');
  head.append(make('span', '', label), copyButton(text));
  box.append(head, make('pre', '', text));
  return box;
};
const countdown = (element, seconds) => {
  let left = seconds;
  const tick = () => {
    element.textContent = left > 0 ? 'Valid for ' + left + ' s' : 'Expired. Ask for a fresh one.';
    element.classList.toggle('bad', left <= 0);
    if (left-- > 0) setTimeout(tick, 1000);
  };
  tick();
};
for (const button of document.querySelectorAll('[data-token-for]')) {
  button.addEventListener('click', async () => {
    const card = button.closest('.card');
    const result = card.querySelector('.result');
    const organizationId = card.querySelector('select')?.value || undefined;
    result.hidden = false;
    result.replaceChildren();
    try {
      const { jwt } = await post('/emulator/tokens', { userId: button.dataset.tokenFor, organizationId });
      const validity = make('p', 'validity');
      const curl = "curl -H 'Authorization: Bearer " + jwt + "' " + document.body.dataset.apiUrl;
      result.append(validity, line('Token', jwt), line('Try it', curl));
      countdown(validity, 60);
    } catch (error) {
      result.append(make('p', 'bad', error.message));
    }
  });
}
for (const button of document.querySelectorAll('[data-accept]')) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await post('/emulator/invitations/' + button.dataset.accept + '/accept', {});
      location.reload();
    } catch (error) {
      button.replaceWith(make('span', 'bad', error.message));
    }
  });
}
document.getElementById('search').addEventListener('input', (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const card of document.querySelectorAll('.card')) card.hidden = !card.dataset.text.includes(wanted);
});
`;
