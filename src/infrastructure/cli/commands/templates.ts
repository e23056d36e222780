import { type Command, Option } from 'commander';
import { TemplateKind } from '../../../domain/outgoing/template-events.js';
import type { Bind } from '../invocation.js';

const load = () => import('../actions/templates.js');

const AS = ['--as <user>', 'in the name of that user; default: as an administrator'] as const;

export function templatesCommand(program: Command, bind: Bind): void {
  const templates = program.command('templates').description('texts that are used again and again');
  templates
    .command('list')
    .description('list them by name')
    .option(...AS)
    .action(bind(async () => (await load()).listTemplates));
  templates
    .command('show')
    .description('show one')
    .argument('<template>', 'its name or its id')
    .option(...AS)
    .action(bind(async () => (await load()).showTemplate));
  templates
    .command('set')
    .description('make one, or change it: it is what is given here and nothing else')
    .argument('<template>', 'its name, or its id')
    .option(...AS)
    .option('--name <name>', 'another name')
    .addOption(new Option('--kind <kind>', 'what it is for').choices(TemplateKind.options).default('canned'))
    .option('--subject <text>', 'of what the service sends')
    .option('--text <text>', 'what it says; default: the standard input')
    .option('--file <file>', 'a file with it')
    .option('--html <file>', 'a file with it as HTML; it is cleaned')
    .option('--team <team>', 'for one team; default: for all, or of one’s own with --as')
    .action(bind(async () => (await load()).setTemplate));
  templates
    .command('preview')
    .description('show what becomes of it with some values; the others get their defaults')
    .argument('<template>', 'its name or its id')
    .argument('[value...]', 'case.number=42')
    .option(...AS)
    .action(bind(async () => (await load()).previewTemplate));
  templates
    .command('remove')
    .description('remove one')
    .argument('<template>', 'its name or its id')
    .option(...AS)
    .action(bind(async () => (await load()).removeTemplate));
}

export function signatureCommand(program: Command, bind: Bind): void {
  const signature = program.command('signature').description('what stands below what a user writes in their own name');
  signature
    .command('show')
    .argument('<user>')
    .description('show it')
    .action(bind(async () => (await load()).showSignature));
  signature
    .command('set')
    .description('set it')
    .argument('<user>')
    .option('--text <text>', 'what it says; default: the standard input')
    .option('--file <file>', 'a file with it')
    .option('--html <file>', 'a file with it as HTML; it is cleaned')
    .action(bind(async () => (await load()).setSignature));
  signature
    .command('remove')
    .description('let nothing stand there')
    .argument('<user>')
    .action(bind(async () => (await load()).removeSignature));
}
