import { type Command, Option } from 'commander';
import { oauthPresets } from '../../../domain/oauth/presets.js';
import type { Bind } from '../invocation.js';
import { list } from './arguments.js';

const load = () => import('../actions/oauth-providers.js');

export function oauthProviderCommand(program: Command, bind: Bind): void {
  const provider = program.command('oauth-provider').description('where mailboxes are authorized by OAuth2');
  provider
    .command('set')
    .description('configure one, or change what is given; its secret is taken from MAILCASE_OAUTH_CLIENT_SECRET')
    .argument('<provider>', 'a short name that stays: google')
    .addOption(new Option('--preset <preset>', 'what is published of it').choices(Object.keys(oauthPresets)))
    .option('--tenant <directory>', 'with the preset microsoft: its id or domain; default common')
    .option('--client-id <id>', 'what this service is there')
    .option('--no-client-secret', 'a public client has none')
    .addOption(new Option('--client-authentication <way>', 'how the secret is sent').choices(['basic', 'post']))
    .option('--name <name>', 'the name that people know')
    .option('--issuer <address>', 'without a token endpoint it is asked for its endpoints')
    .option('--authorization-endpoint <address>', 'where browsers are sent to')
    .option('--token-endpoint <address>', 'where tokens come from')
    .option('--device-endpoint <address>', 'where device codes come from')
    .option('--revocation-endpoint <address>', 'where tokens are given up')
    .option('--scopes <scope...>', 'what users are asked for', list)
    .option('--client-credentials-scopes <scope...>', 'what the service asks for itself', list)
    .option('--parameters <name=value...>', 'what the authorization request says besides', list)
    .option('--allow-insecure', 'it may be on this very machine without TLS, for trying out')
    .option('--no-allow-insecure', 'it may not (default)')
    .action(bind(async () => (await load()).setProvider));
  provider
    .command('list')
    .description('list them')
    .action(bind(async () => (await load()).listProviders));
  provider
    .command('remove')
    .description('remove one that no account is authorized at')
    .argument('<provider>')
    .action(bind(async () => (await load()).removeProvider));
}
