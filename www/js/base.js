/* What makes staff pages more pleasant where scripts run. Every page does its work without. */

const all = (selector) => document.querySelectorAll(selector);

function make(tag, props, ...children) {
  const element = Object.assign(document.createElement(tag), props);
  element.append(...children);
  return element;
}

/* [data-copy]: copies what the attribute names, or the code beside the button. */
for (const button of all('[data-copy]')) {
  const label = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    const source = button.dataset.copy ? document.querySelector(button.dataset.copy) : button.parentElement.querySelector('code');
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(source);
      button.textContent = 'Press Ctrl+C';
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

/* [data-confirm="Question?"] on a submit button: asks first. */
function ask(question, label) {
  return new Promise((resolve) => {
    const no = make('button', { className: 'btn btn-secondary', value: '', textContent: 'Cancel', autofocus: true });
    const yes = make('button', { className: 'btn btn-danger', value: 'yes', textContent: label });
    const text = make('p', { textContent: question, id: 'question' });
    const form = make('form', { method: 'dialog' }, text, make('div', { className: 'btn-row' }, yes, no));
    const dialog = make('dialog', { className: 'dialog' }, form);
    dialog.setAttribute('aria-labelledby', 'question');
    dialog.addEventListener('close', () => { dialog.remove(); resolve(dialog.returnValue === 'yes'); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-confirm]');
  if (!button || button.dataset.confirmed) return;
  event.preventDefault();
  if (!await ask(button.dataset.confirm, button.textContent)) return;
  button.dataset.confirmed = '1';
  button.click();
  delete button.dataset.confirmed;
});

/* A bar that is wider than the screen shows where one is. */
for (const here of all('.site-nav [aria-current], .subnav [aria-current]')) {
  const bar = here.closest('nav');
  bar.scrollLeft = here.offsetLeft + here.offsetWidth - bar.clientWidth + 24;
}

/* .flash: may be put away. */
for (const flash of all('.flash')) {
  const close = make('button', { type: 'button', className: 'close', textContent: '×' });
  close.setAttribute('aria-label', 'Put this message away');
  close.addEventListener('click', () => flash.remove());
  flash.append(close);
}

/* time[data-relative]: "3 minutes ago"; the full time shows on hover. */
const steps = [[60, 'second'], [60, 'minute'], [24, 'hour'], [7, 'day'], [5, 'week'], [12, 'month'], [Infinity, 'year']];
const relative = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });

function ago(seconds) {
  let amount = seconds;
  for (const [size, unit] of steps) {
    if (Math.abs(Math.round(amount)) < size) return unit === 'second' ? 'just now' : relative.format(Math.round(amount), unit);
    amount /= unit === 'week' ? 4.345 : size;
  }
  return '';
}

function showTimes() {
  for (const time of all('time[data-relative]')) {
    const then = Date.parse(time.dateTime);
    if (Number.isNaN(then)) continue;
    time.title ||= time.textContent;
    time.textContent = ago((then - Date.now()) / 1000);
  }
}
showTimes();
setInterval(showTimes, 60000);

/* form[data-guard]: what was typed is not lost by leaving the page by mistake. */
const changed = new Set();
for (const form of all('form[data-guard]')) {
  form.addEventListener('input', () => changed.add(form));
  form.addEventListener('submit', () => changed.delete(form));
}
addEventListener('beforeunload', (event) => { if (changed.size) event.preventDefault(); });

/* A second click while the first is on its way does nothing. */
for (const form of all('form[method=post]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
}
addEventListener('pageshow', () => { for (const form of all('form[data-sent]')) delete form.dataset.sent; });

/* Passwords can be looked at before they are sent. */
for (const input of all('input[type=password]')) {
  const button = make('button', { type: 'button', className: 'btn btn-small btn-secondary', textContent: 'Show' });
  const box = make('div', { className: 'reveal' });
  const toggle = (show) => {
    input.type = show ? 'text' : 'password';
    button.textContent = show ? 'Hide' : 'Show';
    button.setAttribute('aria-label', `${button.textContent} password`);
  };
  button.addEventListener('click', () => toggle(input.type === 'password'));
  input.form?.addEventListener('submit', () => toggle(false));
  input.replaceWith(box);
  box.append(input, button);
  toggle(false);
}

/* The account menu closes on Escape and on a click beside it. */
const account = document.querySelector('details.account');
if (account) {
  document.addEventListener('click', (event) => { if (!account.contains(event.target)) account.open = false; });
  account.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    account.open = false;
    account.querySelector('summary').focus();
  });
}

/* On a narrow screen the menu scrolls sideways: show where we are. */
document.querySelector('.site-nav [aria-current]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });

/* A link to a folded part opens it. */
function unfold() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
addEventListener('hashchange', unfold);
unfold();

document.querySelector('[data-focus]')?.focus();
