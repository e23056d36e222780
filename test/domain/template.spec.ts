import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTemplate, oneLine, PLACEHOLDERS, renderTemplate } from '../../src/domain/outgoing/template.js';

describe('a template', () => {
  it('is refused for a name that is none, with its place', () => {
    expect(() => checkTemplate('Hi {{person.nmae}}', 'text')).toThrow(
      /^text: there is no placeholder \{\{person\.nmae\}\} \(at character 4\)/,
    );
    expect(() => checkTemplate('{{#each cases}}{{case.number}}{{/each}}', 'text')).toThrow(/#each cases/);
  });

  it('is refused for braces that are not closed', () => {
    expect(() => checkTemplate('Hi {{person.name}}, {{case.number', 'html')).toThrow(/html: .*not closed.*21/);
  });

  it('is taken with every placeholder, with and without a default, and with what the caller adds', () => {
    for (const name of PLACEHOLDERS) checkTemplate(`{{ ${name} }} {{${name}|there}}`, 'text');
    checkTemplate('{{survey.link}}', 'text', ['survey.link']);
  });

  it('puts a default where a value is missing or empty', () => {
    const text = 'Dear {{person.name|customer}}, {{user.name|a|b}}{{case.number}}';
    expect(renderTemplate(text, { 'person.name': '' }, 'text')).toBe('Dear customer, a|b');
    expect(renderTemplate(text, { 'person.name': 'Eva', 'user.name': null, 'case.number': 7 }, 'text')).toBe(
      'Dear Eva, a|b7',
    );
  });

  it('escapes values in HTML, and leaves its own HTML alone', () => {
    const values = { 'person.name': `<b onclick="x('&')">` };
    expect(renderTemplate('<p title="{{person.name}}">{{user.name|<i>we</i>}}</p>', values, 'html')).toBe(
      '<p title="&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;"><i>we</i></p>',
    );
  });

  it('expands once: a value that looks like a placeholder is a value', () => {
    const values = { 'case.subject': '{{user.name}}', 'user.name': 'secret' };
    expect(renderTemplate('Re: {{case.subject}}', values, 'text')).toBe('Re: {{user.name}}');
  });

  it('cannot begin another header field, whatever the values are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (name, text) => {
        const rendered = renderTemplate(`${text}{{person.name}}`, { 'person.name': `${name}\r\nBcc: x@y` }, 'header');
        expect(rendered).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
    expect(oneLine('a\r\n\tb\u202Ec')).toBe('a bc');
  });

  it('never finds what every object has', () => {
    expect(renderTemplate('{{constructor}}{{toString|x}}', {}, 'text')).toBe('x');
  });
});
