import type { OAuthProviderSettings } from './provider.js';

export type OAuthPreset = Omit<OAuthProviderSettings, 'providerId' | 'clientId' | 'secret' | 'allowInsecure'>;

/** What Google and Microsoft publish of themselves. @param tenant of Microsoft: a directory, or `common` for all */
export const oauthPresets = {
  google: (): OAuthPreset => ({
    name: 'Google',
    issuer: 'https://accounts.google.com',
    authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenEndpoint: 'https://oauth2.googleapis.com/token',
    // Its device codes are for few scopes, and mail is none of them.
    deviceEndpoint: null,
    revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
    scopes: ['https://mail.google.com/', 'openid', 'email'],
    clientCredentialsScopes: [],
    // Without these it gives a refresh token at the first consent only, or none.
    authorizationParameters: { access_type: 'offline', prompt: 'consent' },
    clientAuthentication: 'post',
  }),
  microsoft: (tenant = 'common'): OAuthPreset => {
    const at = `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0`;
    return {
      name: 'Microsoft',
      // Its tokens name the directory of the user, whatever the address that they were asked for at.
      issuer: null,
      authorizationEndpoint: `${at}/authorize`,
      tokenEndpoint: `${at}/token`,
      deviceEndpoint: `${at}/devicecode`,
      revocationEndpoint: null,
      scopes: [
        'https://outlook.office.com/IMAP.AccessAsUser.All',
        'https://outlook.office.com/SMTP.Send',
        ...['offline_access', 'openid', 'email'],
      ],
      clientCredentialsScopes: ['https://outlook.office365.com/.default'],
      authorizationParameters: {},
      clientAuthentication: 'post',
    };
  },
} as const;
export type OAuthPresetName = keyof typeof oauthPresets;
