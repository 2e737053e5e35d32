"""rendered.py FILE - the Markdown of a report, as a forge renders it: no tag but those of
tables, headings and lists, no link, and in the text that is left no mention, no reference,
and nothing that moves a cursor."""
import html.parser
import re
import subprocess
import sys
import unicodedata

ALLOWED = {'h2', 'h3', 'p', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'strong', 'code'}
REFERENCES = r'(?<!\w)[@#!~$%&^][\w\["\']|\bGH-\d|\w#\d|://|\bwww\.\w|\b[0-9a-f]*[a-f][0-9a-f]*\d[0-9a-f]{6,}\b'


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.mistakes, self.open, self.cells = [], [], 0

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        if tag not in ALLOWED:
            self.mistakes.append(f'a tag: {tag}')
        if any(name != 'align' for name, _ in attributes):
            self.mistakes.append(f'attributes: {attributes}')
        self.cells += tag == 'td'

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.mistakes.append(f'an end of {tag}')

    def handle_comment(self, data):
        self.mistakes.append(f'a comment: {data}')

    def handle_data(self, data):
        if 'code' in self.open:
            return
        # the commit that was judged may be a link
        found = re.search(REFERENCES, re.sub(r'^[0-9a-f]{12} on ', '', data))
        if found:
            self.mistakes.append(f'a reference: {found.group()!r} in {data!r}')
        bad = {hex(ord(c)) for c in data if c not in '\n\u200b' and unicodedata.category(c) in ('Cc', 'Cf', 'Zl', 'Zp')}
        if bad:
            self.mistakes.append(f'not plain: {bad}')


command = ['cmark-gfm', '--unsafe'] + [word for name in ('table', 'autolink', 'strikethrough') for word in ('-e', name)]
page = Page()
page.feed(subprocess.run(command + [sys.argv[1]], capture_output=True, check=True, encoding='utf-8').stdout)
page.close()
if page.cells < 50:
    page.mistakes.append(f'{page.cells} cells')
for mistake in page.mistakes:
    print(f'{sys.argv[1]}: {mistake}', file=sys.stderr)
sys.exit(1 if page.mistakes else 0)
