/**
 * What Swagger UI leaves to be wished: white on light green and grey on grey, headers of answers in the ink of the light
 * page on the dark one, and links too small to be touched. Each pair of colours here stands 4.5 to 1 apart or more.
 */
export const DOCUMENTATION_STYLE = `
html:not(.dark-mode) .swagger-ui .info .title small { background: #5b6270 }
html:not(.dark-mode) .swagger-ui .info .title small.version-stamp { background: #2f6b00 }
html:not(.dark-mode) .swagger-ui :is(a.nostyle:hover, .info a, .info .base-url, .info .url, .markdown a) { color: #1b5fae }
html:not(.dark-mode) .swagger-ui .btn.authorize { border-color: #107c4c; color: #107c4c }
html:not(.dark-mode) .swagger-ui .btn.authorize svg { fill: #107c4c }
html:not(.dark-mode) .swagger-ui .btn.execute { background: #1b5fae; border-color: #1b5fae }
html:not(.dark-mode) .swagger-ui :is(.btn.cancel, .btn.try-out__btn.cancel) { border-color: #b3261e; color: #b3261e }
html:not(.dark-mode) .swagger-ui .opblock.opblock-post .opblock-summary-method { background: #107c4c }
html:not(.dark-mode) .swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1b5fae }
html:not(.dark-mode) .swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a4b00 }
html:not(.dark-mode) .swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e }
html:not(.dark-mode) .swagger-ui :is(.parameter__in, .parameter__extension) { color: #5f5f5f }
html:not(.dark-mode) .swagger-ui .json-schema-2020-12-expand-deep-button { color: #5f5f5f }
html.dark-mode .swagger-ui .btn.try-out__btn:is(.cancel, .reset) { border-color: #ff8f88; color: #ff8f88 }
html.dark-mode .swagger-ui .headers-wrapper :is(td, th, .header-col) { color: #e4e6e6 }
.swagger-ui .opblock .opblock-summary-path a { display: inline-block; min-width: 24px; min-height: 24px; line-height: 24px }
.swagger-ui .responses-inner { overflow-x: auto }
.swagger-ui .microlight span[style*='rgb(211, 99, 99)'] { color: #ff9a9a !important }
`;

/**
 * The page that Swagger UI writes has no width for a telephone, no main part for a screen reader, and fields without a name.
 * It draws them when they are opened, so they are named then. Its dark colours are switched on by the bar on top, which is left out.
 */
export const DOCUMENTATION_SCRIPT = `
const width = document.createElement('meta');
width.name = 'viewport';
width.content = 'width=device-width, initial-scale=1';
document.head.append(width);

const dark = matchMedia('(prefers-color-scheme: dark)');
const followDark = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followDark);
followDark();

const root = document.getElementById('swagger-ui');
root.setAttribute('role', 'main');
const name = (selector, nameOf) => {
  for (const field of root.querySelectorAll(selector + ':not([aria-label])')) field.setAttribute('aria-label', nameOf(field));
};
new MutationObserver(() => {
  name('tr[data-param-name] :is(input, select, textarea)', (field) => field.closest('tr').dataset.paramName);
  name('.examples-select-element', () => 'Example');
  name('input[type=file]', () => 'File');
  for (const code of root.querySelectorAll('.microlight:not([tabindex])')) code.tabIndex = 0;
}).observe(root, { childList: true, subtree: true });
`;
