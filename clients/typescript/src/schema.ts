// Made from docs/openapi.json by `npm run docs`.

export interface paths {
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Me.me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Users.list"];
        put?: never;
        post: operations["Users.register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Users.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/email-addresses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Users.setEmailAddresses"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Users.setRoles"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/administrator": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Users.setAdministrator"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Users.activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Users.deactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Roles.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{roleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Roles.get"];
        put: operations["Roles.define"];
        post?: never;
        delete: operations["Roles.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system-mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["SystemMail.get"];
        put: operations["SystemMail.configure"];
        post?: never;
        delete: operations["SystemMail.stop"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Teams.list"];
        put?: never;
        post: operations["Teams.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{teamId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Teams.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{teamId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Teams.setMember"];
        post?: never;
        delete: operations["Teams.removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Tokens.list"];
        put?: never;
        post: operations["Tokens.issue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["Tokens.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Auth.waysIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Auth.signIn"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Auth.callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Auth.signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Audit.events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/streams/{stream}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Audit.stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Accounts.list"];
        put?: never;
        post: operations["Accounts.open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Accounts.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch: operations["Accounts.configure"];
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Accounts.activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Accounts.deactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Accounts.fetch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/test-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Accounts.testSettings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/test-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Accounts.testAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Outbox.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Outbox.summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{emailId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Outbox.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Outbox.stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Outbox.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/accounts/{accountId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Outbox.pauseAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/accounts/{accountId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Outbox.resumeAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/accounts/{accountId}/empty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Outbox.empty"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{emailId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Outbox.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{emailId}/send-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Outbox.sendAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Calendars.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{calendarId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Calendars.get"];
        put: operations["Calendars.define"];
        post?: never;
        delete: operations["Calendars.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/service-level": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["ServiceLevels.ofCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-levels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["ServiceLevels.report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/service-level/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["ServiceLevels.replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/satisfaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Satisfaction.report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/satisfaction/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Question.ask"];
        put?: never;
        post: operations["Question.give"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Cases.list"];
        put?: never;
        post: operations["Cases.request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Cases.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Cases.timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Cases.assignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Cases.why"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/unassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.unassign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.changeStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.opened"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/priority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.changePriority"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.unmerge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Cases.split"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Presence.get"];
        put: operations["Presence.show"];
        post?: never;
        delete: operations["Presence.end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/presence/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Presence.stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Followers.ofCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/followers/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Followers.followCase"];
        post?: never;
        delete: operations["Followers.unfollowCase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{type}/{id}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Followers.ofRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{type}/{id}/followers/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Followers.followRecord"];
        post?: never;
        delete: operations["Followers.unfollowRecord"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Notifications.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Notifications.count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Notifications.readAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Notifications.read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Notifications.unread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/notification-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Notifications.settings"];
        put: operations["Notifications.set"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["NotificationStream.stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Assignments.history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Assignments.workloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cursors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Assignments.cursors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Availability.get"];
        put: operations["Availability.setHours"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/away": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Availability.planAway"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/away/{awayId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["Availability.cancelAway"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/capacity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Availability.setCapacity"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Availability.setSkills"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{teamId}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Availability.team"];
        put: operations["Availability.setTeam"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}/hand-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Availability.handOverProgress"];
        put?: never;
        post: operations["Availability.handOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Emails.list"];
        put?: never;
        post: operations["Writing.write"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Emails.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}/parent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Emails.link"];
        post?: never;
        delete: operations["Emails.unlink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}/case": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["Emails.putInCase"];
        post?: never;
        delete: operations["Emails.takeFromCase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Emails.source"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}/attachments/{attachment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Emails.attachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Writing.listSent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Writing.reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}/reply-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Writing.replyAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}/forward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Writing.forward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/emails/{emailId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Writing.cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{case}/reply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Writing.answerCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Drafts.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draftId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Drafts.get"];
        put?: never;
        post?: never;
        delete: operations["Drafts.discard"];
        options?: never;
        head?: never;
        patch: operations["Drafts.write"];
        trace?: never;
    };
    "/api/v1/drafts/{draftId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Drafts.preview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draftId}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Drafts.send"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draftId}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Drafts.upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draftId}/files/taken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Drafts.take"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drafts/{draftId}/files/{fileId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["Drafts.removeFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Templates.list"];
        put?: never;
        post: operations["Templates.define"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Templates.get"];
        put: operations["Templates.change"];
        post?: never;
        delete: operations["Templates.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/templates/{templateId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Templates.preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/signature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Templates.signature"];
        put: operations["Templates.sign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Macros.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros/{macroId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Macros.get"];
        put: operations["Macros.set"];
        post?: never;
        delete: operations["Macros.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros/{macroId}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Macros.preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros/{macroId}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Macros.apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Threads.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/threads/{threadId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Threads.get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Search.search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Filters.list"];
        put?: never;
        post: operations["Filters.define"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters/try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Filters.try"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/filters/{filterId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Filters.get"];
        put: operations["Filters.change"];
        post?: never;
        delete: operations["Filters.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/skipped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Filters.skipped"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/skipped/{id}/bring-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Filters.bringBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Records.list"];
        put?: never;
        post: operations["Records.registerMany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/linking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Records.linking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{type}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Records.get"];
        put: operations["Records.register"];
        post?: never;
        delete: operations["Records.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/records/{type}/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Records.timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/delivery-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Reports.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/address-marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Reports.marks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/address-marks/{address}/{mark}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["Reports.clear"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Inbox.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Inbox.counts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/unread": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.unread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/star": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.star"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/unstar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.unstar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/trash": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.trash"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/read-folder": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Inbox.readFolder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Folders.list"];
        put?: never;
        post: operations["Folders.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/folders/{folderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["Folders.remove"];
        options?: never;
        head?: never;
        patch: operations["Folders.rename"];
        trace?: never;
    };
    "/api/v1/group-folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["GroupFolders.list"];
        put?: never;
        post: operations["GroupFolders.create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/group-folders/{folderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["GroupFolders.remove"];
        options?: never;
        head?: never;
        patch: operations["GroupFolders.change"];
        trace?: never;
    };
    "/api/v1/personal-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["PersonalAccounts.list"];
        put?: never;
        post: operations["PersonalAccounts.open"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["PersonalAccounts.get"];
        put?: never;
        post?: never;
        delete: operations["PersonalAccounts.remove"];
        options?: never;
        head?: never;
        patch: operations["PersonalAccounts.configure"];
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalAccounts.activate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalAccounts.deactivate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}/fetch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalAccounts.fetch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/test-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalAccounts.testSettings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}/test-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalAccounts.testAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/oauth/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["AccountOAuth.authorize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/oauth/device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["AccountOAuth.beginDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/oauth/device/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["AccountOAuth.pollDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/oauth/client-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["AccountOAuth.clientCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{accountId}/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["AccountOAuth.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}/oauth/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalAccountOAuth.authorize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}/oauth/device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalAccountOAuth.beginDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}/oauth/device/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["PersonalAccountOAuth.pollDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/personal-accounts/{accountId}/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["PersonalAccountOAuth.revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OAuthProviders.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oauth-providers/{providerId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OAuthProviders.get"];
        put: operations["OAuthProviders.configure"];
        post?: never;
        delete: operations["OAuthProviders.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OAuthCallback.callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Operations.quarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Operations.retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Operations.projections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projections/{name}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Operations.rebuild"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projections/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Operations.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Operations.nodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Operations.jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Webhooks.list"];
        put?: never;
        post: operations["Webhooks.register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Webhooks.get"];
        put: operations["Webhooks.change"];
        post?: never;
        delete: operations["Webhooks.remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Webhooks.pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Webhooks.resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Webhooks.rotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Webhooks.test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Webhooks.deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Webhooks.failed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhookId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Webhooks.replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Imports.import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["Imports.importCases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Events.events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Health.live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Health.ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Health.prometheus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Problem details of RFC 9457 */
        Problem: {
            /** @description urn:mailcase:problem: and the code */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description Stable, for programs */
            code: string;
            errors?: {
                path: string;
                message: string;
            }[];
            /** @description Of `newer-messages`: what others have written since, newest first */
            newer?: {
                emailId: string;
                from: {
                    name: string;
                    address: string;
                } | null;
                subject: string;
                receivedAt: string;
            }[];
            /** @description Names an unexpected failure in the log */
            instance?: string;
        };
        Me: {
            userId: string;
            administrator: boolean;
            emailAddresses: string[];
            teamIds: string[];
            /** @description For each scope and action a level: `{ cases: { read: team, … }, … }`. */
            permissions: {
                [key: string]: {
                    [key: string]: "no" | "own" | "team" | "all";
                };
            };
            /** @description The API token that one came by; null: one came another way */
            token: {
                /** @description What it may, at most; null: all that its user may */
                scopes: components["schemas"]["TokenScope"][] | null;
                expiresAt: string | null;
            } | null;
        };
        /**
         * @description `emails:read`, `cases:edit` and so on: an action in a scope, as far as its user's roles reach. `self:read`, `self:edit`: what every user has of their own, such as notifications, the state of the inbox, working hours, tokens. `administrator`: everything, where its user is one.
         * @enum {string}
         */
        TokenScope: "emails:read" | "emails:edit" | "emails:assign" | "emails:delete" | "cases:read" | "cases:edit" | "cases:assign" | "cases:delete" | "records:read" | "records:edit" | "records:assign" | "records:delete" | "groupAccounts:read" | "groupAccounts:edit" | "groupAccounts:assign" | "groupAccounts:delete" | "filters:read" | "filters:edit" | "filters:assign" | "filters:delete" | "personalAccounts:read" | "personalAccounts:edit" | "personalAccounts:assign" | "personalAccounts:delete" | "audit:read" | "audit:edit" | "audit:assign" | "audit:delete" | "self:read" | "self:edit" | "administrator";
        Users: {
            items: components["schemas"]["User"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        User: {
            userId: string;
            name: string;
            administrator: boolean;
            active: boolean;
            emailAddresses: string[];
            roleIds: string[];
            teamIds: string[];
            /** @description What their groups at the sign-in provider give, beside what was given by hand */
            fromGroups: {
                roleIds: string[];
                administrator: boolean;
            };
            revision: number;
        };
        NewUser: {
            /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
            userId: string;
            name: string;
            /** @default false */
            administrator?: boolean;
            /** @default [] */
            emailAddresses?: string[];
        };
        Changed: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
        };
        EmailAddresses: {
            emailAddresses: string[];
        };
        UserRoles: {
            /** @description All of them; none: what everybody may */
            roleIds: string[];
        };
        Administration: {
            administrator: boolean;
        };
        /** @default {} */
        Deactivation: {
            /**
             * @description What becomes of their open cases; null: they stay theirs
             * @default null
             */
            handOver?: components["schemas"]["NewHandOver"] | null;
        };
        NewHandOver: {
            /**
             * @description null: through the distribution again
             * @default null
             */
            to?: string | null;
            /** @description Stands in the timeline of each case */
            reason: string;
        };
        Roles: {
            items: components["schemas"]["Role"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Role: {
            roleId: string;
            name: string;
            /** @description For each scope and action a level: `{ cases: { read: team, … }, … }`. */
            permissions: {
                [key: string]: {
                    [key: string]: "no" | "own" | "team" | "all";
                };
            };
            revision: number;
        };
        NewRole: {
            name: string;
            /** @description For each scope and action how far it reaches; what is left out: `no` */
            permissions: {
                [key: string]: {
                    [key: string]: "no" | "own" | "team" | "all";
                };
            };
        };
        SystemMail: {
            /** @description null: no user is written to */
            accountId: string | null;
            recordUrl: string | null;
            /** @description -1: nothing was ever set */
            revision: number;
        };
        NewSystemMail: {
            /** @description A group account with a server to send by */
            accountId: string;
            /** @description Where a record is shown, with {type} and {id} (RFC 6570, level 1): `https://crm.example/#{type}/view/{id}`; null, the default: messages have no links */
            recordUrl?: string | null;
        };
        Teams: {
            items: components["schemas"]["Team"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Team: {
            teamId: string;
            name: string;
            members: {
                userId: string;
                position: string | null;
            }[];
            revision: number;
        };
        NewTeam: {
            /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
            teamId: string;
            name: string;
        };
        /** @default {} */
        Membership: {
            /** @default null */
            position?: string | null;
        };
        Tokens: {
            items: components["schemas"]["Token"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Token: {
            tokenId: string;
            userId: string;
            name: string;
            /** Format: date-time */
            issuedAt: string;
            /** @description What it may, at most; null: all that its user may */
            scopes: components["schemas"]["TokenScope"][] | null;
            expiresAt: string | null;
            /** @description Within an hour; null: never */
            lastUsedAt: string | null;
            revoked: boolean;
        };
        NewToken: {
            /** @description Whose it is; default: of whoever asks */
            userId?: string;
            /** @description What it is for */
            name: string;
            /** @description What it may, at most, of what its user may; absent: all of it */
            scopes?: components["schemas"]["TokenScope"][];
            /**
             * Format: date-time
             * @description From then on it lets nobody in; absent: until it is revoked
             */
            expiresAt?: string;
            /** @description The same, counted from now */
            expiresInDays?: number;
        };
        IssuedToken: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            tokenId: string;
            /** @description Shown this once */
            token: string;
        };
        WaysIn: {
            /**
             * @description `Authorization: Bearer mc_…`
             * @enum {boolean}
             */
            apiTokens: true;
            oidc: {
                /** @description Whose tokens are taken: `Authorization: Bearer …` */
                issuer: string;
                /** @description Where a browser signs in; none: not by a browser */
                signIn: string | null;
            } | null;
        };
        AuditedEvents: {
            items: components["schemas"]["AuditedEvent"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        AuditedEvent: {
            id: string;
            stream: string;
            revision: number;
            type: string;
            /** @description As in docs/events.md; what may not be shown is left out */
            data: {
                [key: string]: unknown;
            };
            metadata: {
                /** @description What started it all: a request, a fetch. */
                $correlationId: string;
                /** @description The event or command that caused this one. */
                $causationId: string;
                /** @description `user:ana`, `token:…` or `system:…`. */
                actor: string;
                /** @description The version of the data. */
                schemaVersion: number;
                /**
                 * Format: date-time
                 * @description When it was recorded.
                 */
                at: string;
            };
        };
        Accounts: {
            items: components["schemas"]["Account"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Account: {
            accountId: string;
            name: string;
            emailAddress: string;
            /** @enum {string} */
            status: "active" | "inactive";
            imap: {
                host: string;
                port: number;
                /** @enum {string} */
                security: "none" | "starttls" | "tls";
                userName: string;
                trustedFingerprint: string | null;
                /** @description Not: the account stands still until somebody gives it */
                hasPassword: boolean;
            } | null;
            /** @description By which it is logged in to; null: by its password */
            oauth: {
                providerId: string;
                /** @enum {string} */
                flow: "authorization-code" | "device-code" | "client-credentials";
                scopes: string[];
                /** @description Who has signed in at the provider, where it says so */
                grantedBy: string | null;
                /** Format: date-time */
                grantedAt: string;
                /** @description The provider takes it no more: the account has to be authorized again */
                refused: {
                    error: string;
                    /** Format: date-time */
                    since: string;
                } | null;
                /** @description Where it is authorized again: POST */
                authorize: string;
            } | null;
            /** @description null: it does not send */
            smtp: {
                host: string;
                port: number;
                /** @enum {string} */
                security: "none" | "starttls" | "tls";
                /** @enum {string} */
                mechanism: "none" | "plain" | "login" | "cram-md5";
                userName: string;
                /** @description One of its own; else that of the mailbox */
                hasPassword: boolean;
                shared: boolean;
                trustedFingerprint: string | null;
                sentFolder: string | null;
                storeSent: boolean;
                limitPerHour: number | null;
                /** @enum {string} */
                afterDoubt: "send-again" | "count-as-sent";
                dkim: {
                    domain: string;
                    selector: string;
                } | null;
            } | null;
            fetching: {
                folders: string[];
                /** Format: date-time */
                since: string;
                keepUnread: boolean;
                maxSize: number;
                schedule: string;
            } | null;
            sending: {
                fromName: string;
                replyTo: string | null;
                signature: {
                    text: string;
                    html: string;
                };
                subjectTag: boolean;
                undoSeconds: number;
                excludeFromReply: string[];
            };
            /** @description How far each folder was read */
            cursors: {
                [key: string]: {
                    uidValidity: string;
                    lastUid: number;
                };
            };
            received: number;
            duplicates: number;
            quarantined: number;
            /** @description Kept out by filters */
            skipped: number;
            lastFetchedAt: string | null;
            failing: {
                code: string;
                error: string;
                /** Format: date-time */
                since: string;
            } | null;
            /** @description Whether anything leaves from it */
            outgoing: {
                /** @description Somebody has said that nothing leaves */
                paused: boolean;
                /** @description Its server lets it send nothing; its queue waits */
                suspended: {
                    code: string;
                    error: string;
                    /** Format: date-time */
                    since: string;
                } | null;
                /** @description How it goes on; null: nothing keeps it */
                advice: string | null;
                /** @description Where an administrator has it go on at once: POST; null: nothing keeps it */
                resume: string | null;
                lastSentAt: string | null;
            };
            revision: number;
            teamIds: string[];
            caseCreation: {
                /** @enum {string} */
                distribution: "none" | "direct-assignment" | "round-robin" | "less-busy";
                teamId: string | null;
                userId: string | null;
                position: string | null;
                respects: {
                    /** @description Away, and working hours. */
                    availability: boolean;
                    /** @description The most open cases. */
                    capacity: boolean;
                    /** @description The most new cases in a window of time. */
                    rate: boolean;
                    /** @description The skills that the case needs. */
                    skills: boolean;
                };
                skills: string[];
                overdue: {
                    /** @description Since it was assigned. */
                    minutes: number;
                    /** @enum {string} */
                    what: "not-opened" | "not-answered";
                } | null;
                /** Format: date-time */
                casesSince: string;
            } | null;
            /** @description None: it answers nothing by itself */
            autoReply: {
                /**
                 * @description Messages that make a case, the first that an address writes to us, or either.
                 * @enum {string}
                 */
                when: "case-created" | "first-contact" | "both";
                /** @description The case's tag, `[#12]`, is put in front by itself. */
                subject: string;
                text: string;
                /** @description Of the kind `auto-reply`: its subject, where it has one, and its text go before these; none, or one that is removed: these. */
                templateId: string | null;
                /** @description Another text outside of the hours of a team or a calendar; none: the same. */
                outOfHours: {
                    /** @description Whose working hours these are. */
                    teamId: string | null;
                    /** @description Or else the calendar of service levels, with its holidays. */
                    calendarId: string | null;
                    text: string;
                } | null;
                /** @description In so long an address gets one answer of the account. */
                onceInHours: number;
                /** @description None: the account's name. */
                fromName: string | null;
                /** @description None: answers go to the account. */
                replyTo: string | null;
            } | null;
            /** @description What it promises; null: nothing */
            serviceLevel: components["schemas"]["ServiceLevel"] | null;
            /** @description How those are asked whose case is closed; null: nobody is */
            satisfaction: {
                templateId: string | null;
                days: number;
            } | null;
            filing: {
                addAllTeamUsers: boolean;
                groupFolderId: string | null;
            };
        };
        ServiceLevel: {
            /** @description In whose hours the time goes by; none: around the clock. */
            calendarId: string | null;
            /** @description Until somebody has answered; none: whenever. */
            firstResponseMinutes: number | null;
            /** @description Until it is Closed or Rejected; none: whenever. */
            solutionMinutes: number | null;
            /** @description What is promised instead for a case of a priority that somebody gave it. */
            byPriority: {
                /** @enum {string} */
                priority: "Low" | "Normal" | "High" | "Urgent";
                /** @description Until somebody has answered; none: whenever. */
                firstResponseMinutes: number | null;
                /** @description Until it is Closed or Rejected; none: whenever. */
                solutionMinutes: number | null;
            }[];
            /** @description Statuses in which no time goes by: `Pending`. */
            pausedBy: ("New" | "Assigned" | "Pending")[];
            /** @description Of the time; none: nobody is warned. */
            warnAtPercent: number | null;
            /** @description What is done when a time is over. */
            escalation: {
                /** @description Who is told. */
                userIds: string[];
                /** @description Whose members are told. */
                teamIds: string[];
                /** @description Whoever has the case is told. */
                assignee: boolean;
                /** @description The priority that it has at least from then on; none: it stays. */
                raiseTo: ("Low" | "Normal" | "High" | "Urgent") | null;
                /** @description It goes through the distribution again. */
                redistribute: boolean;
            };
        };
        NewAccount: {
            name: string;
            emailAddress: string;
            /** @description None: it takes only what is imported */
            imap?: components["schemas"]["NewImapSettings"] | null;
            /** @description None: it does not send */
            smtp?: components["schemas"]["SmtpSettings"] | null;
            fetching?: components["schemas"]["FetchingSettings"];
            teamIds?: string[];
            /** @description None: its messages make no cases */
            caseCreation?: components["schemas"]["CaseCreationSettings"] | null;
            /** @description None: it answers nothing by itself */
            autoReply?: components["schemas"]["AutoReplySettings"] | null;
            /** @description None: it promises nothing */
            serviceLevel?: components["schemas"]["ServiceLevelSettings"] | null;
            /** @description None: nobody is asked how content they are when their case is closed */
            satisfaction?: components["schemas"]["SatisfactionSettings"] | null;
            filing?: components["schemas"]["FilingSettings"];
            sending?: components["schemas"]["SendingSettings"];
        };
        NewImapSettings: {
            host?: string;
            /** @description Default 993 with TLS, else 143 */
            port?: number;
            /**
             * @description Default tls
             * @enum {string}
             */
            security?: "none" | "starttls" | "tls";
            userName?: string;
            /** @description Goes to the vault; in no answer. null: it is given later, and the account stands still until then */
            password?: string | null;
            /** @description SHA-256 of a certificate that no authority vouches for */
            trustedFingerprint?: string | null;
        };
        SmtpSettings: {
            host?: string;
            /** @description Default 465 with TLS, 587 with STARTTLS, else 25 */
            port?: number;
            /**
             * @description Default tls
             * @enum {string}
             */
            security?: "none" | "starttls" | "tls";
            /**
             * @description Default plain; none: nobody logs in
             * @enum {string}
             */
            mechanism?: "none" | "plain" | "login" | "cram-md5";
            /** @description Default: that of the mailbox, else the address */
            userName?: string;
            /** @description Goes to the vault; in no answer. null, and the default: that of the mailbox */
            password?: string | null;
            /** @description SHA-256 of a certificate that no authority vouches for */
            trustedFingerprint?: string | null;
            /** @description Of the mailbox; null: the one that the server marks so */
            sentFolder?: string | null;
            /** @description Put a copy into the sent folder; default false: the server does */
            storeSent?: boolean;
            /** @description Recipients; null: no limit */
            limitPerHour?: number | null;
            /**
             * @description When nobody knows whether the server has it; default send-again
             * @enum {string}
             */
            afterDoubt?: "send-again" | "count-as-sent";
            /** @description Sign what is sent; null: the server does, or nobody */
            dkim?: {
                domain: string;
                selector: string;
                /** @description RSA in PEM. Goes to the vault; in no answer */
                privateKey?: string;
            } | null;
            /** @description Whoever may by their role sends by it; default false */
            shared?: boolean;
        };
        FetchingSettings: {
            /** @description Default INBOX */
            folders?: string[];
            /**
             * Format: date-time
             * @description What is older is not fetched; default: the opening
             */
            since?: string;
            /** @description Default true */
            keepUnread?: boolean;
            /** @description Bytes; default 64 MiB */
            maxSize?: number;
            /** @description A cron expression in UTC; default *\/5 * * * * */
            schedule?: string;
        };
        CaseCreationSettings: {
            /** @enum {string} */
            distribution?: "none" | "direct-assignment" | "round-robin" | "less-busy";
            teamId?: string | null;
            /** @description For direct-assignment */
            userId?: string | null;
            position?: string | null;
            /** @description What the distribution looks at besides; default nothing. What is left out stays as it is */
            respects?: {
                /** @description Away, and working hours. */
                availability?: boolean;
                /** @description The most open cases. */
                capacity?: boolean;
                /** @description The most new cases in a window of time. */
                rate?: boolean;
                /** @description The skills that the case needs. */
                skills?: boolean;
            };
            /** @description What whoever gets its cases has to be able to do */
            skills?: string[];
            /** @description When a case goes on to the next; null: never */
            overdue?: {
                /** @description Since it was assigned. */
                minutes: number;
                /** @enum {string} */
                what: "not-opened" | "not-answered";
            } | null;
            /**
             * Format: date-time
             * @description What is older makes no cases; default: the opening
             */
            casesSince?: string;
        };
        AutoReplySettings: {
            /**
             * @description Which messages: default case-created
             * @enum {string}
             */
            when?: "case-created" | "first-contact" | "both";
            /** @description Default `Auto: {{email.subject|your message}}`; the tag of the case is put in front */
            subject?: string;
            /** @description With placeholders, `{{person.name|customer}}` */
            text?: string;
            /** @description Of the kind `auto-reply`: its subject and text go before these; null: there is none */
            templateId?: string | null;
            /** @description Another text outside of the working hours of a team, or of a calendar with its holidays; null: the same */
            outOfHours?: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                teamId?: string;
                /** @description In the place of a team */
                calendarId?: string;
                text?: string;
            } | null;
            /** @description In so long an address gets one answer; default 24 */
            onceInHours?: number;
            /** @description null: the name of the account */
            fromName?: string | null;
            /** @description null: answers go to the account */
            replyTo?: string | null;
        };
        /** @description Default: around the clock, a warning at 80 %, Pending stops the clock, whoever has the case is told when a time is over */
        ServiceLevelSettings: {
            /** @description In whose hours the time goes by; none: around the clock. */
            calendarId?: string | null;
            /** @description Until somebody has answered; none: whenever. */
            firstResponseMinutes?: number | null;
            /** @description Until it is Closed or Rejected; none: whenever. */
            solutionMinutes?: number | null;
            /** @description What is promised instead for a case of a priority that somebody gave it. */
            byPriority?: {
                /** @enum {string} */
                priority: "Low" | "Normal" | "High" | "Urgent";
                /** @description Until somebody has answered; none: whenever. */
                firstResponseMinutes: number | null;
                /** @description Until it is Closed or Rejected; none: whenever. */
                solutionMinutes: number | null;
            }[];
            /** @description Statuses in which no time goes by: `Pending`. */
            pausedBy?: ("New" | "Assigned" | "Pending")[];
            /** @description Of the time; none: nobody is warned. */
            warnAtPercent?: number | null;
            escalation?: {
                /** @description Who is told. */
                userIds?: string[];
                /** @description Whose members are told. */
                teamIds?: string[];
                /** @description Whoever has the case is told. */
                assignee?: boolean;
                /** @description The priority that it has at least from then on; none: it stays. */
                raiseTo?: ("Low" | "Normal" | "High" | "Urgent") | null;
                /** @description It goes through the distribution again. */
                redistribute?: boolean;
            };
        };
        /** @description Default: the usual text, a link for 30 days */
        SatisfactionSettings: {
            /** @description Of the kind `satisfaction`; none, or one that is removed: a usual text. */
            templateId?: string | null;
            /** @description For so long the link can be answered. */
            days?: number;
        };
        FilingSettings: {
            /** @description In the inboxes of all members of its teams; default true */
            addAllTeamUsers?: boolean;
            /** @description A folder of the group; none: the inbox */
            groupFolderId?: string | null;
        };
        SendingSettings: {
            /** @description With placeholders; default `{{user.name}} from {{account.name}}` */
            fromName?: string;
            /** @description null: the account */
            replyTo?: string | null;
            /** @description With placeholders; images may stand in it as data: */
            signature?: {
                /**
                 * @description Default: made of the HTML
                 * @default
                 */
                text?: string;
                /**
                 * @description Default: made of the text. It is cleaned
                 * @default
                 */
                html?: string;
            };
            /** @description `[#123]` in the subject of what belongs to a case; default false */
            subjectTag?: boolean;
            /** @description So long a message can be taken back; default 10 */
            undoSeconds?: number;
            /** @description Left out of a reply to all */
            excludeFromReply?: string[];
        };
        OpenedAccount: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            accountId: string;
        };
        /** @description What is left out stays as it is */
        AccountChanges: {
            imap?: components["schemas"]["ImapSettings"];
            /** @description null: it sends no more */
            smtp?: components["schemas"]["SmtpSettings"] | null;
            fetching?: components["schemas"]["FetchingSettings"];
            teamIds?: string[];
            /** @description null: its messages make no cases any more */
            caseCreation?: components["schemas"]["CaseCreationSettings"] | null;
            /** @description null: it answers nothing by itself any more */
            autoReply?: components["schemas"]["AutoReplySettings"] | null;
            /** @description null: it promises nothing any more */
            serviceLevel?: components["schemas"]["ServiceLevelSettings"] | null;
            /** @description null: nobody is asked any more */
            satisfaction?: components["schemas"]["SatisfactionSettings"] | null;
            filing?: components["schemas"]["FilingSettings"];
            sending?: components["schemas"]["SendingSettings"];
        };
        ImapSettings: {
            host?: string;
            /** @description Default 993 with TLS, else 143 */
            port?: number;
            /**
             * @description Default tls
             * @enum {string}
             */
            security?: "none" | "starttls" | "tls";
            userName?: string;
            /** @description Goes to the vault; in no answer */
            password?: string;
            /** @description SHA-256 of a certificate that no authority vouches for */
            trustedFingerprint?: string | null;
        };
        Fetched: {
            received: number;
            duplicates: number;
            skipped: number;
            quarantined: number;
            position: string;
        };
        ConnectionSettings: {
            host: string;
            port?: number;
            /**
             * @default tls
             * @enum {string}
             */
            security?: "none" | "starttls" | "tls";
            userName: string;
            password: string;
            /** @default null */
            trustedFingerprint?: string | null;
            folders?: string[];
        };
        ConnectionTest: {
            ok: boolean;
            capabilities?: {
                idle: boolean;
                condstore: boolean;
            };
            /** @description Once the login worked */
            folders?: {
                name: string;
                messages: number | null;
                ok: boolean;
            }[];
            /** @description What stopped it: host, network, tls, login, folder… */
            step?: string;
            /** @description What is wrong, in words */
            message?: string;
        };
        AccountTest: {
            /** @description All that was tried works */
            ok: boolean;
            /** @description Its mailbox; null: it has none */
            imap: {
                ok: boolean;
                capabilities?: {
                    idle: boolean;
                    condstore: boolean;
                };
                /** @description Once the login worked */
                folders?: {
                    name: string;
                    messages: number | null;
                    ok: boolean;
                }[];
                /** @description What stopped it: host, network, tls, login, folder… */
                step?: string;
                /** @description What is wrong, in words */
                message?: string;
                /** @description What can be done about it, in words */
                advice?: string;
            } | null;
            /** @description Its server to send by; nothing was sent. null: it does not send */
            smtp: {
                ok: boolean;
                /** @description What stopped it: host, network, tls, login, folder… */
                step?: string;
                /** @description What is wrong, in words */
                message?: string;
                /** @description What can be done about it, in words */
                advice?: string;
            } | null;
        };
        QueuedEmails: {
            items: components["schemas"]["QueuedEmail"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        QueuedEmail: {
            emailId: string;
            accountId: string;
            /**
             * @description `attempted`: it is being handed over, or nobody knows yet what became of that
             * @enum {string}
             */
            status: "queued" | "attempted" | "failed";
            kind: string;
            /** @description Who wrote it; null: the service */
            userId: string | null;
            subject: string;
            recipients: number;
            /** Format: date-time */
            queuedAt: string;
            /**
             * Format: date-time
             * @description When it is tried next; of one that failed, when it did
             */
            dueAt: string;
            attempts: number;
            refused: {
                recipient: string;
                /** @description Of the reply: 550; none: it was refused before a server was asked. */
                code: number | null;
                /** @description The enhanced status code, `5.1.1`, where the server gave one. */
                status: string | null;
                /** @description The server's words. */
                text: string;
            }[];
            code: string | null;
            /** @description What went wrong last */
            error: string | null;
        };
        OutboxSummary: {
            /** @description Nothing leaves at all, since somebody has stopped it */
            stopped: boolean;
            /** @description As whoever stopped it says */
            stopReason: string | null;
            queued: number;
            failed: number;
            oldestQueuedAt: string | null;
            accounts: {
                accountId: string;
                paused: boolean;
                suspended: {
                    code: string;
                    error: string;
                    /** Format: date-time */
                    since: string;
                } | null;
                /** @description To how many it went, by the minute, in the hour up to its last attempt */
                rate: {
                    /** @description Milliseconds since 1970 */
                    minute: number;
                    recipients: number;
                }[];
                sent: number;
                failed: number;
                lastSentAt: string | null;
            }[];
        };
        QueuedEmailInFull: {
            emailId: string;
            accountId: string;
            /** @enum {string} */
            status: "queued" | "attempted" | "sent" | "failed" | "cancelled";
            kind: string;
            /** @description Who wrote it; null: the service */
            userId: string | null;
            subject: string;
            recipients: number;
            /** @description Of these a server has taken it */
            accepted: number;
            /** @description Who does not have it yet, and may */
            pending: string[];
            /** @description Who does not get it, with the words of the server */
            refused: {
                recipient: string;
                /** @description Of the reply: 550; none: it was refused before a server was asked. */
                code: number | null;
                /** @description The enhanced status code, `5.1.1`, where the server gave one. */
                status: string | null;
                /** @description The server's words. */
                text: string;
            }[];
            /** Format: date-time */
            queuedAt: string;
            /** @description When it is tried next; null: it is under way, or tried no more */
            dueAt: string | null;
            attempts: number;
            /** @description The last 100, the newest last */
            history: {
                /** @description Counted from 1 */
                attempt: number;
                /** Format: date-time */
                at: string;
                /** @description To how many it went */
                recipients: number;
                /**
                 * Format: date-time
                 * @description By then the server's time-outs are over
                 */
                openUntil: string;
                /** @description null: it is under way, or nobody knows */
                outcome: {
                    /** Format: date-time */
                    at: string;
                    accepted: number;
                    /** @description For good */
                    refused: {
                        recipient: string;
                        /** @description Of the reply: 550; none: it was refused before a server was asked. */
                        code: number | null;
                        /** @description The enhanced status code, `5.1.1`, where the server gave one. */
                        status: string | null;
                        /** @description The server's words. */
                        text: string;
                    }[];
                    /** @description Neither taken nor refused for good */
                    pending: number;
                    /** @description `refused`, `temporary`, `network`…; null: the server has taken it */
                    code: string | null;
                    /** @description The server's; or what is wrong */
                    words: string;
                    /** @description How it is known that the server has it; null: nobody has taken it */
                    evidence: ("reply" | "sent-folder" | "assumed") | null;
                    retryAt: string | null;
                } | null;
            }[];
            /** @description All that keeps it; empty: it is taken up at once, has left, or will not */
            waitsFor: {
                /** @enum {string} */
                reason: "not-yet" | "retry" | "being-handed-over" | "in-doubt" | "stopped" | "paused" | "suspended" | "limit" | "no-node";
                /** @description For people, with what they can do about it */
                words: string;
                /** @description When it is over by itself; null: that is not known */
                until: string | null;
            }[];
            /** @description The node that hands messages over; null: none does */
            sender: string | null;
            revision: number;
        };
        EmptiedQueue: {
            cancelled: number;
            /** @description They were being handed over, or had left */
            left: number;
        };
        Calendars: {
            items: components["schemas"]["Calendar"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Calendar: {
            calendarId: string;
            name: string;
            hours: {
                timeZone: string;
                days: {
                    from: string;
                    to: string;
                }[][];
            };
            holidays: {
                date: string;
                name: string;
            }[];
            revision: number;
        };
        NewCalendar: {
            name: string;
            hours: {
                /** @description An IANA time zone: Europe/Ljubljana */
                timeZone: string;
                /** @description Monday first; of each day from when to when, in order */
                days: {
                    from: string;
                    to: string;
                }[][];
            };
            /**
             * @description Days without hours
             * @default []
             */
            holidays?: {
                /**
                 * Format: date
                 * @description A day in the time zone of the calendar, as `2026-12-25`.
                 */
                date: string;
                name: string;
            }[];
        };
        CaseServiceLevel: {
            caseId: string;
            number: number;
            /** @description Why it stands so, in words */
            sentence: string;
            /** @description What its account promised when it came to be; null: nothing */
            level: components["schemas"]["ServiceLevel"] | null;
            promised: {
                stream: string;
                revision: number;
            } | null;
            /** @description null: around the clock */
            calendar: {
                stream: string;
                revision: number;
            } | null;
            /**
             * @description By which the times are
             * @enum {string}
             */
            priority: "Low" | "Normal" | "High" | "Urgent";
            startedAt: string | null;
            firstResponse: components["schemas"]["ServiceLevelPromise"] | null;
            solution: components["schemas"]["ServiceLevelPromise"] | null;
            /** @description In which status its time went by, and how much of it */
            periods: {
                /** @enum {string} */
                status: "New" | "Assigned" | "Pending" | "Closed" | "Rejected" | "Duplicate";
                /** Format: date-time */
                from: string;
                to: string | null;
                runs: boolean;
                minutes: number;
            }[];
        };
        ServiceLevelPromise: {
            /** @description null: nothing is promised */
            allowedMinutes: number | null;
            /** @description Up to the answer, the solution, or now */
            usedMinutes: number;
            /** @enum {string} */
            state: "none" | "running" | "paused" | "warned" | "missed" | "met" | "late" | "stopped";
            dueAt: string | null;
            warnedAt: string | null;
            missedAt: string | null;
            metAt: string | null;
        };
        ServiceLevelReport: {
            items: components["schemas"]["ServiceLevelsOfAccount"][];
        };
        ServiceLevelsOfAccount: {
            accountId: string;
            emailAddress: string | null;
            outcomes: components["schemas"]["ServiceLevelOutcome"][];
        };
        ServiceLevelOutcome: {
            /** @enum {string} */
            target: "first-response" | "solution";
            met: number;
            missed: number;
            /** @description Of those that were answered or solved; above 100 to two digits */
            medianMinutes: number | null;
        };
        /** @default {} */
        ServiceLevelReplayRequest: {
            /** @description What is left out is as in the account's own */
            serviceLevel?: components["schemas"]["ServiceLevelSettings"];
            /**
             * Format: date-time
             * @description Only cases that came to be from then on
             */
            since?: string;
        };
        ReplayedServiceLevels: {
            cases: number;
            outcomes: {
                /** @enum {string} */
                target: "first-response" | "solution";
                met: number;
                missed: number;
                /** @description Neither: still to be done, or given up */
                open: number;
                medianMinutes: number | null;
            }[];
            level: components["schemas"]["ServiceLevel"];
        };
        SatisfactionReport: {
            total: components["schemas"]["Satisfaction"];
            teams: components["schemas"]["SatisfactionWithTeam"][];
        };
        Satisfaction: {
            asked: number;
            answered: number;
            /** @description To two digits; null: nobody has answered */
            mean: number | null;
            /** @description How many gave each rating */
            ratings: {
                1: number;
                2: number;
                3: number;
                4: number;
                5: number;
            };
        };
        SatisfactionWithTeam: {
            /** @description null: the cases were in no team */
            teamId: string | null;
            asked: number;
            answered: number;
            /** @description To two digits; null: nobody has answered */
            mean: number | null;
            /** @description How many gave each rating */
            ratings: {
                1: number;
                2: number;
                3: number;
                4: number;
                5: number;
            };
            users: components["schemas"]["SatisfactionWithUser"][];
        };
        SatisfactionWithUser: {
            /** @description null: nobody had the cases */
            userId: string | null;
            asked: number;
            answered: number;
            /** @description To two digits; null: nobody has answered */
            mean: number | null;
            /** @description How many gave each rating */
            ratings: {
                1: number;
                2: number;
                3: number;
                4: number;
                5: number;
            };
        };
        SatisfactionQuestion: {
            caseNumber: number;
            accountName: string;
            answered: boolean;
            /** @description Up to then it can be answered */
            until: string;
        };
        SatisfactionAnswer: {
            /** @description From 1, not content at all, to 5, very content */
            rating: number | string;
            /**
             * @description In their own words; none, or empty: they say no more
             * @default null
             */
            comment?: string | null;
        };
        SatisfactionGiven: {
            caseNumber: number;
            accountName: string;
            rating: 1 | 2 | 3 | 4 | 5;
            comment: string | null;
        };
        Cases: {
            items: components["schemas"]["Case"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Case: {
            caseId: string;
            /** @description 0 for the instant until it is routed */
            number: number;
            subject: string;
            /** @enum {string} */
            status: "New" | "Assigned" | "Pending" | "Closed" | "Rejected" | "Duplicate";
            open: boolean;
            /** @enum {string} */
            priority: "Low" | "Normal" | "High" | "Urgent";
            /** @description What agents sort it by */
            tags: string[];
            teamId: string | null;
            assignee: string | null;
            /** @description How it found its user, or `manual`, or `imported`: they had it where it was brought from */
            distribution: string | null;
            unassignedBecause: string | null;
            accountId: string | null;
            contact: string | null;
            contactText: string;
            description: string;
            threadId: string | null;
            originalEmailId: string | null;
            duplicateOf: {
                id: string;
                number: number;
            } | null;
            /** @description What it was merged into */
            mergedInto: {
                id: string;
                number: number;
            } | null;
            /** @description The case whose e-mails made it */
            splitFrom: {
                id: string;
                number: number;
            } | null;
            mentions: {
                id: string;
                number: number;
            } | null;
            /** @description The records of the CRM that its messages are about */
            links: {
                accountId: string | null;
                contactId: string | null;
                leadId: string | null;
                opportunityId: string | null;
            };
            /** @description The system that it was brought from, and its id and number there; null: it is from here */
            importedFrom: {
                source: string;
                id: string;
                number: number | null;
            } | null;
            emailCount: number;
            noteCount: number;
            /** @description How what its account promised stands; null: it promised nothing */
            serviceLevel: {
                firstResponse: {
                    /** @enum {string} */
                    state: "running" | "paused" | "warned" | "missed" | "met" | "late";
                    dueAt: string | null;
                } | null;
                solution: {
                    /** @enum {string} */
                    state: "running" | "paused" | "warned" | "missed" | "met" | "late";
                    dueAt: string | null;
                } | null;
            } | null;
            /** @description The worst of that */
            serviceLevelState: ("breached" | "at-risk" | "on-time" | "paused" | "met") | null;
            /** @description When something has to have been done next, while it is open */
            dueAt: string | null;
            /** @description What whoever wrote it was asked when it was closed, and says; null: nobody was asked */
            satisfaction: {
                /** Format: date-time */
                requestedAt: string;
                /** @description null: not yet */
                answeredAt: string | null;
                /** @description From 1, not content at all, to 5, very content */
                rating: (1 | 2 | 3 | 4 | 5) | null;
                /** @description In the words of a customer: it may hold anything */
                comment: string | null;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            revision: number;
        };
        WholeCase: {
            caseId: string;
            /** @description 0 for the instant until it is routed */
            number: number;
            subject: string;
            /** @enum {string} */
            status: "New" | "Assigned" | "Pending" | "Closed" | "Rejected" | "Duplicate";
            open: boolean;
            /** @enum {string} */
            priority: "Low" | "Normal" | "High" | "Urgent";
            /** @description What agents sort it by */
            tags: string[];
            teamId: string | null;
            assignee: string | null;
            /** @description How it found its user, or `manual`, or `imported`: they had it where it was brought from */
            distribution: string | null;
            unassignedBecause: string | null;
            accountId: string | null;
            contact: string | null;
            contactText: string;
            description: string;
            threadId: string | null;
            originalEmailId: string | null;
            duplicateOf: {
                id: string;
                number: number;
            } | null;
            /** @description What it was merged into */
            mergedInto: {
                id: string;
                number: number;
            } | null;
            /** @description The case whose e-mails made it */
            splitFrom: {
                id: string;
                number: number;
            } | null;
            mentions: {
                id: string;
                number: number;
            } | null;
            /** @description The records of the CRM that its messages are about */
            links: {
                accountId: string | null;
                contactId: string | null;
                leadId: string | null;
                opportunityId: string | null;
            };
            /** @description The system that it was brought from, and its id and number there; null: it is from here */
            importedFrom: {
                source: string;
                id: string;
                number: number | null;
            } | null;
            emailCount: number;
            noteCount: number;
            /** @description How what its account promised stands; null: it promised nothing */
            serviceLevel: {
                firstResponse: {
                    /** @enum {string} */
                    state: "running" | "paused" | "warned" | "missed" | "met" | "late";
                    dueAt: string | null;
                } | null;
                solution: {
                    /** @enum {string} */
                    state: "running" | "paused" | "warned" | "missed" | "met" | "late";
                    dueAt: string | null;
                } | null;
            } | null;
            /** @description The worst of that */
            serviceLevelState: ("breached" | "at-risk" | "on-time" | "paused" | "met") | null;
            /** @description When something has to have been done next, while it is open */
            dueAt: string | null;
            /** @description What whoever wrote it was asked when it was closed, and says; null: nobody was asked */
            satisfaction: {
                /** Format: date-time */
                requestedAt: string;
                /** @description null: not yet */
                answeredAt: string | null;
                /** @description From 1, not content at all, to 5, very content */
                rating: (1 | 2 | 3 | 4 | 5) | null;
                /** @description In the words of a customer: it may hold anything */
                comment: string | null;
            } | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            revision: number;
            /** @description What was asked for, where that was merged into this one */
            askedFor: {
                id: string;
                number: number;
            } | null;
            /** @description What was merged into it, with what it brought: e-mails and notes of these are seen here */
            merged: {
                caseId: string;
                /** @description 0 for the instant until it is routed */
                number: number;
                subject: string;
                emailCount: number;
                noteCount: number;
            }[];
        };
        Timeline: {
            items: components["schemas"]["TimelineEntry"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        TimelineEntry: {
            caseId: string;
            revision: number;
            /** Format: date-time */
            at: string;
            actor: string;
            /** @description The type of the event */
            kind: string;
            facts: {
                [key: string]: unknown;
            };
            /** @description How far a message of ours is on its way out; null: there is none, or it came from outside */
            sending: {
                accountId: string;
                /** @description Who wrote it; null: the service */
                userId: string | null;
                /** @enum {string} */
                kind: "message" | "auto-reply" | "notification" | "satisfaction";
                answers: string | null;
                forwards: string | null;
                /**
                 * Format: date-time
                 * @description Not before; until then it can be taken back
                 */
                sendAt: string;
                /** @enum {string} */
                status: "queued" | "attempted" | "sent" | "failed" | "cancelled";
                dueAt: string | null;
                attempts: number;
                recipients: number;
                refused: {
                    recipient: string;
                    code: number | null;
                    status: string | null;
                    text: string;
                }[];
                error: string | null;
                sentAt: string | null;
                /** @description Nobody knew whether the server had it: it went again and may have arrived twice, its copy was found in the sent folder, or it counts as sent; null: that was always known */
                doubt: ("sent-again" | "sent-folder" | "assumed") | null;
                /** @description Of the copy in the sent folder; null: it is not ours to store, or nobody has the message yet */
                copy: {
                    /** @enum {string} */
                    status: "due" | "stored" | "failed";
                    /** Format: date-time */
                    at: string;
                    /** @description Where it stands */
                    folder: string | null;
                    code: string | null;
                    /** @description Why there is none */
                    error: string | null;
                } | null;
            } | null;
        };
        Assignments: {
            items: components["schemas"]["AssignmentEntry"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        AssignmentEntry: {
            caseId: string;
            revision: number;
            /** Format: date-time */
            at: string;
            actor: string;
            userId: string | null;
            previousUserId: string | null;
            teamId: string | null;
            distribution: string;
            explanation: components["schemas"]["Explanation"] | null;
            reason: string | null;
        };
        Explanation: {
            /** @enum {string} */
            distribution: "none" | "direct-assignment" | "round-robin" | "less-busy";
            teamId: string | null;
            rule: string;
            candidates: {
                userId: string;
                position: string | null;
                openCases: number;
                eligible: boolean;
                /** @description Why not eligible: the first reason */
                because: string | null;
                /** @description All reasons why not */
                reasons: string[];
                /** @description What the account looks at besides; null: nothing */
                limits: {
                    /** @description None: they may have any number. */
                    capacity: {
                        most: number;
                        /** @description Open cases that count. */
                        counted: number;
                        /** @description Open cases that do not, by their status, tags or age. */
                        leftOut: number;
                    } | null;
                    /** @description None: as many at once as come. */
                    rate: {
                        cases: number;
                        windowMinutes: number;
                        given: number;
                    } | null;
                    missingSkills: string[];
                } | null;
                lastTurn: number;
            }[];
            orderBefore: string[];
            orderAfter: string[];
            asOf: {
                stream: string;
                revision: number;
            } | null;
            /** @description The moment that it took for now */
            at: string | null;
            respects: {
                /** @description Away, and working hours. */
                availability: boolean;
                /** @description The most open cases. */
                capacity: boolean;
                /** @description The most new cases in a window of time. */
                rate: boolean;
                /** @description The skills that the case needs. */
                skills: boolean;
            };
            /** @description What its user had to be able to do */
            skills: string[];
            /** @description Those of them that records of the case ask for */
            recordSkills: {
                record: {
                    /** @enum {string} */
                    type: "Account" | "Contact" | "Lead" | "Opportunity";
                    /** @description The CRM's own id of a record. */
                    id: string;
                };
                skills: string[];
            }[];
            overdue: {
                /** @description Since it was assigned. */
                minutes: number;
                /** @enum {string} */
                what: "not-opened" | "not-answered";
            } | null;
        };
        Why: {
            caseId: string;
            number: number;
            assignee: string | null;
            sentence: string;
            distribution: string | null;
            rule: string | null;
            at: string | null;
            candidates: {
                userId: string;
                position: string | null;
                openCases: number;
                eligible: boolean;
                /** @description Why not eligible: the first reason */
                because: string | null;
                /** @description All reasons why not */
                reasons: string[];
                /** @description What the account looks at besides; null: nothing */
                limits: {
                    /** @description None: they may have any number. */
                    capacity: {
                        most: number;
                        /** @description Open cases that count. */
                        counted: number;
                        /** @description Open cases that do not, by their status, tags or age. */
                        leftOut: number;
                    } | null;
                    /** @description None: as many at once as come. */
                    rate: {
                        cases: number;
                        windowMinutes: number;
                        given: number;
                    } | null;
                    missingSkills: string[];
                } | null;
                lastTurn: number;
                name: string;
                picked: boolean;
                turn: number | null;
            }[];
        };
        NewCase: {
            subject: string;
            /** @default  */
            description?: string;
            /** @default null */
            teamId?: string | null;
            /**
             * @default none
             * @enum {string}
             */
            distribution?: "none" | "direct-assignment" | "round-robin" | "less-busy";
            /**
             * @description For direct-assignment
             * @default null
             */
            userId?: string | null;
            /** @default null */
            position?: string | null;
            /**
             * @description What the distribution looks at besides
             * @default {}
             */
            respects?: {
                /**
                 * @description Away, and working hours.
                 * @default false
                 */
                availability?: boolean;
                /**
                 * @description The most open cases.
                 * @default false
                 */
                capacity?: boolean;
                /**
                 * @description The most new cases in a window of time.
                 * @default false
                 */
                rate?: boolean;
                /**
                 * @description The skills that the case needs.
                 * @default false
                 */
                skills?: boolean;
            };
            /**
             * @description What its user has to be able to do
             * @default []
             */
            skills?: string[];
            /**
             * @description When it goes on to the next
             * @default null
             */
            overdue?: {
                /** @description Since it was assigned. */
                minutes: number;
                /** @enum {string} */
                what: "not-opened" | "not-answered";
            } | null;
            /**
             * @default Normal
             * @enum {string}
             */
            priority?: "Low" | "Normal" | "High" | "Urgent";
        };
        RequestedCase: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            caseId: string;
        };
        Assigning: {
            /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
            userId: string;
            /**
             * @description None: it stays in its team
             * @default null
             */
            teamId?: string | null;
        };
        /** @default {} */
        Unassigning: {
            /**
             * @description The distribution finds another user
             * @default false
             */
            redistribute?: boolean;
        };
        NewStatus: {
            /** @enum {string} */
            status: "New" | "Assigned" | "Pending" | "Closed" | "Rejected" | "Duplicate";
            /**
             * @description The number of a case; for Duplicate only
             * @default null
             */
            duplicateOf?: number | null;
        };
        NewPriority: {
            /** @enum {string} */
            priority: "Low" | "Normal" | "High" | "Urgent";
        };
        /** @description What is named as both is given */
        NewTags: {
            /** @default [] */
            add?: string[];
            /** @default [] */
            remove?: string[];
        };
        NewNote: {
            text: string;
        };
        AddedNote: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            noteId: string;
        };
        Merging: {
            /** @description The number or the id of the case that stays */
            into: string | number;
        };
        MergedCase: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            /** @description Where it went: what `into` is part of, where that was merged itself */
            into: {
                id: string;
                number: number;
            };
            /** Format: date-time */
            undoUntil: string;
        };
        Splitting: {
            emails: string[];
            /**
             * @description None: that of the first e-mail
             * @default null
             */
            subject?: string | null;
            /**
             * @description Who gets it; none: whoever the distribution finds
             * @default null
             */
            userId?: string | null;
        };
        CasePresence: {
            people: {
                userId: string;
                /** @enum {string} */
                activity: "viewing" | "writing";
                /**
                 * Format: date-time
                 * @description Since when they do that
                 */
                since: string;
            }[];
        };
        /** @description A sign of life, to be given again every 15 seconds: after 30 it expires */
        NewPresence: {
            /**
             * @default viewing
             * @enum {string}
             */
            activity?: "viewing" | "writing";
        };
        Followers: {
            items: {
                userId: string;
                /** @enum {string} */
                because: "user" | "assigned" | "replied" | "note" | "mention";
                /** Format: date-time */
                since: string;
            }[];
            /** @description Of what people have decided themselves; -1: nobody has */
            revision: number;
        };
        Notifications: {
            items: components["schemas"]["Notification"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Notification: {
            /** @description Rises: a later one has a larger one */
            id: number;
            /** @enum {string} */
            kind: "email" | "assignment" | "note" | "mention" | "status" | "bounce" | "service-level" | "sending-failed" | "webhook-suspended" | "sending-suspended";
            /** @description None: a message that is about nothing */
            record: {
                type: string;
                id: string;
            } | null;
            /** @description Who did it, where a user did */
            actor: string | null;
            /** Format: date-time */
            at: string;
            unread: boolean;
            facts: {
                /** @description The subject of the case, the name of the record. */
                name: string;
                /** @description Of a case. */
                number: number | null;
                emailId: string | null;
                subject: string | null;
                /** @description Who wrote the e-mail. */
                from: string | null;
                noteId: string | null;
                /** @description How the note begins. */
                excerpt: string | null;
                /** @description To whom it was assigned. */
                assignee: string | null;
                status: {
                    from: string;
                    to: string;
                } | null;
                /** @description Whom a message did not reach. */
                bounce: {
                    recipient: string;
                    /** @description As it is stated, else as the words are commonly meant; none: nothing says. */
                    status: string | null;
                    /** @description It failed, and trying again would change nothing: class 5, or no status at all. */
                    permanent: boolean;
                } | null;
                /** @description What is due, or was. */
                serviceLevel: {
                    /** @enum {string} */
                    target: "first-response" | "solution";
                    /** @enum {string} */
                    what: "warned" | "missed";
                    /**
                     * Format: date-time
                     * @description A point in time: ISO 8601 in UTC with milliseconds.
                     */
                    dueAt: string;
                } | null;
                /** @description What became of a message that one has written. */
                sendingFailed: {
                    /** @description How many do not have it, and do not get it any more. */
                    recipients: number;
                    /** @description What is wrong: the server's words. */
                    error: string;
                } | null;
                /** @description What does not work until somebody mends it: a webhook, or sending from an account. */
                suspended: {
                    webhookId: string | null;
                    accountId: string | null;
                    /** @description Of the webhook; of the account, its address. */
                    name: string;
                    /** @description What is wrong, in words. */
                    error: string;
                } | null;
            };
        };
        NotificationCounts: {
            /** @description Up to 1,000, which says: 1,000 or more */
            unread: number;
            /** @description The newest one; none: there is none */
            latest: number | null;
        };
        /** @default {} */
        ReadAll: {
            /** @description The newest one that was seen; default: that there is */
            upTo?: number;
        };
        NotificationSettings: {
            autoFollow: {
                /** @description It was assigned to them. */
                assigned: boolean;
                /** @description They wrote an e-mail about it. */
                replied: boolean;
                /** @description They wrote a note. */
                note: boolean;
                /** @description A note named them. */
                mention: boolean;
            };
            list: ("email" | "assignment" | "note" | "mention" | "status" | "bounce" | "service-level" | "sending-failed" | "webhook-suspended" | "sending-suspended")[];
            email: ("email" | "assignment" | "note" | "mention" | "status" | "bounce" | "service-level" | "sending-failed" | "webhook-suspended" | "sending-suspended")[];
            /** @enum {string} */
            delivery: "off" | "at-once" | "digest";
            digestHour: number;
            /** @description A name of the IANA time zone database: Europe/Ljubljana */
            timeZone: string;
            /** @description An administrator has said from which account: `PUT /api/v1/system-mail`. Else nothing comes by e-mail */
            emailsLeave: boolean;
            /** @description -1: they were never set */
            revision: number;
        };
        NewNotificationSettings: {
            autoFollow: {
                /** @description It was assigned to them. */
                assigned: boolean;
                /** @description They wrote an e-mail about it. */
                replied: boolean;
                /** @description They wrote a note. */
                note: boolean;
                /** @description A note named them. */
                mention: boolean;
            };
            list: ("email" | "assignment" | "note" | "mention" | "status" | "bounce" | "service-level" | "sending-failed" | "webhook-suspended" | "sending-suspended")[];
            email: ("email" | "assignment" | "note" | "mention" | "status" | "bounce" | "service-level" | "sending-failed" | "webhook-suspended" | "sending-suspended")[];
            /** @enum {string} */
            delivery: "off" | "at-once" | "digest";
            digestHour: number;
            /** @description A name of the IANA time zone database: Europe/Ljubljana */
            timeZone: string;
        };
        Workloads: {
            items: components["schemas"]["Workload"][];
        };
        Workload: {
            teamId: string;
            name: string;
            users: {
                userId: string;
                member: boolean;
                /** @description Open cases in this team */
                open: number;
                given: number;
                /** @description Of a member */
                availability: {
                    /** @description Why not: inactive, away, outside-hours, at-capacity, over-rate; none: they could have a case */
                    reasons: string[];
                    /** @description When they are there again, where they are not */
                    backAt: string | null;
                    /** @description Over all teams */
                    openCases: number;
                    /** @description None: they may have any number. */
                    capacity: {
                        most: number;
                        /** @description Open cases that count. */
                        counted: number;
                        /** @description Open cases that do not, by their status, tags or age. */
                        leftOut: number;
                    } | null;
                    /** @description None: as many at once as come. */
                    rate: {
                        cases: number;
                        windowMinutes: number;
                        given: number;
                    } | null;
                } | null;
            }[];
            /** @description Open cases of the team that nobody has */
            unassigned: number;
        };
        Cursors: {
            items: components["schemas"]["Cursor"][];
        };
        Cursor: {
            teamId: string;
            position: string | null;
            /** @description Who gets the next case of a round-robin */
            next: string | null;
            /** @description The next one first */
            order: string[];
        };
        Availability: {
            userId: string;
            hours: {
                /** @description An IANA time zone: `Europe/Ljubljana`. */
                timeZone: string;
                /** @description Monday first; of each day from when to when, in order. */
                days: {
                    from: string;
                    to: string;
                }[][];
            } | null;
            capacity: {
                maxOpenCases: number;
                leavingOut: {
                    /** @description Cases of these do not count: `Pending`. */
                    statuses: ("New" | "Assigned" | "Pending" | "Closed" | "Rejected" | "Duplicate")[];
                    /** @description Nor do cases that have one of these: `waits for parts`. */
                    tags: string[];
                    /** @description Cases that they have had for longer. */
                    olderThanDays: number | null;
                };
            } | null;
            rate: {
                cases: number;
                windowMinutes: number;
            } | null;
            /** @description Why not there; null: there */
            presence: ("away" | "outside-hours") | null;
            /** @description Up to here it is known */
            reached: string | null;
            /** @description Of the settings; -1: none were ever made */
            revision: number;
            away: {
                awayId: string;
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
                reason: string | null;
            }[];
            skills: string[];
        };
        Hours: {
            /** @description null: as the teams work */
            hours: {
                /** @description An IANA time zone: Europe/Ljubljana */
                timeZone: string;
                /** @description Monday first; of each day from when to when, in order. A shift over midnight is two */
                days: {
                    from: string;
                    to: string;
                }[][];
            } | null;
        };
        NewAway: {
            /** Format: date-time */
            from: string;
            /**
             * Format: date-time
             * @description From then on they are back
             */
            to: string;
            /** @default null */
            reason?: string | null;
        };
        PlannedAway: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            awayId: string;
        };
        /** @description What is left out stays; null: as the teams say */
        CapacityAndRate: {
            capacity?: {
                maxOpenCases: number;
                /** @default {} */
                leavingOut?: {
                    /**
                     * @description Cases of these do not count: Pending
                     * @default []
                     */
                    statuses?: ("New" | "Assigned" | "Pending" | "Closed" | "Rejected" | "Duplicate")[];
                    /**
                     * @description Nor do those that have one of these: waits for parts
                     * @default []
                     */
                    tags?: string[];
                    /**
                     * @description Cases that they have had for longer.
                     * @default null
                     */
                    olderThanDays?: number | null;
                };
            } | null;
            rate?: {
                cases: number;
                windowMinutes: number;
            } | null;
        };
        Skills: {
            /** @description All of them */
            skills: string[];
        };
        TeamAvailability: {
            teamId: string;
            hours: {
                /** @description An IANA time zone: `Europe/Ljubljana`. */
                timeZone: string;
                /** @description Monday first; of each day from when to when, in order. */
                days: {
                    from: string;
                    to: string;
                }[][];
            } | null;
            capacity: {
                maxOpenCases: number;
                leavingOut: {
                    /** @description Cases of these do not count: `Pending`. */
                    statuses: ("New" | "Assigned" | "Pending" | "Closed" | "Rejected" | "Duplicate")[];
                    /** @description Nor do cases that have one of these: `waits for parts`. */
                    tags: string[];
                    /** @description Cases that they have had for longer. */
                    olderThanDays: number | null;
                };
            } | null;
            rate: {
                cases: number;
                windowMinutes: number;
            } | null;
            /** @description Why not there; null: there */
            presence: ("away" | "outside-hours") | null;
            /** @description Up to here it is known */
            reached: string | null;
            /** @description Of the settings; -1: none were ever made */
            revision: number;
            members: {
                userId: string;
                position: string | null;
                openCases: number;
                /** @description There, and below their limits */
                eligible: boolean;
                because: string | null;
                /** @description Why not */
                reasons: string[];
                limits: {
                    /** @description None: they may have any number. */
                    capacity: {
                        most: number;
                        /** @description Open cases that count. */
                        counted: number;
                        /** @description Open cases that do not, by their status, tags or age. */
                        leftOut: number;
                    } | null;
                    /** @description None: as many at once as come. */
                    rate: {
                        cases: number;
                        windowMinutes: number;
                        given: number;
                    } | null;
                    missingSkills: string[];
                } | null;
                lastTurn: number;
                skills: string[];
            }[];
        };
        /** @description For the members who have nothing of their own. What is left out stays; null: none */
        TeamSettings: {
            hours?: {
                /** @description An IANA time zone: Europe/Ljubljana */
                timeZone: string;
                /** @description Monday first; of each day from when to when, in order. A shift over midnight is two */
                days: {
                    from: string;
                    to: string;
                }[][];
            } | null;
            capacity?: {
                maxOpenCases: number;
                /** @default {} */
                leavingOut?: {
                    /**
                     * @description Cases of these do not count: Pending
                     * @default []
                     */
                    statuses?: ("New" | "Assigned" | "Pending" | "Closed" | "Rejected" | "Duplicate")[];
                    /**
                     * @description Nor do those that have one of these: waits for parts
                     * @default []
                     */
                    tags?: string[];
                    /**
                     * @description Cases that they have had for longer.
                     * @default null
                     */
                    olderThanDays?: number | null;
                };
            } | null;
            rate?: {
                cases: number;
                windowMinutes: number;
            } | null;
        };
        StartedHandOver: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            handOverId: string;
            /** @description Open cases of the user */
            cases: number;
        };
        HandOverProgress: {
            handOverId: string;
            to: string | null;
            reason: string;
            /** @description Open cases that they had */
            cases: number;
            /** @description Those that they still have */
            left: number;
            finished: boolean;
        };
        Emails: {
            items: components["schemas"]["ListedEmail"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        ListedEmail: {
            emailId: string;
            threadId: string | null;
            caseId: string | null;
            caseNumber: number | null;
            linkReason: string | null;
            /** @description The record that it is about */
            parent: {
                /** @enum {string} */
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                id: string;
                /** @description `from`, `reply-to`, `to`, `thread`, `tag`, `filter` or `user` */
                reason: string;
                /** @description Whose address it was, where another record is the parent for it */
                via: {
                    /** @enum {string} */
                    type: "Account" | "Contact" | "Lead" | "Opportunity";
                    /** @description The CRM's own id of a record. */
                    id: string;
                } | null;
                opportunityId: string | null;
                considered: {
                    record: {
                        /** @enum {string} */
                        type: "Account" | "Contact" | "Lead" | "Opportunity";
                        /** @description The CRM's own id of a record. */
                        id: string;
                    } | {
                        /** @enum {string} */
                        type: "Case";
                        /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                        id: string;
                    };
                    /** @enum {string} */
                    by: "user" | "filter" | "tag" | "from" | "reply-to" | "to";
                    /**
                     * @description `parent`: it is; `behind`: another of this address goes before it; `account-instead`: its Account is; `converted`: what the Lead became is; `not-registered`: it is named and not there.
                     * @enum {string}
                     */
                    outcome: "parent" | "behind" | "account-instead" | "converted" | "not-registered";
                }[];
            } | null;
            /** @description `Contact/17`…: its parent, whose address it was, and the opportunity */
            records: string[];
            messageId: string | null;
            /** @description Its Message-ID, or `sha256:HEX` where it has none */
            threadKey: string;
            subject: string;
            from: {
                address: string;
                name: string;
            } | null;
            sender: string;
            to: {
                address: string;
                name: string;
            }[];
            cc: {
                address: string;
                name: string;
            }[];
            date: string | null;
            /** Format: date-time */
            receivedAt: string;
            automatic: string | null;
            preview: string;
            /** @description Whether an account has answered it by itself; none: that was never a question */
            autoReply: {
                accountId: string;
                answered: boolean;
                to: string | null;
                /** @description With the text for outside of working hours */
                outOfHours: boolean;
                /** @description What it was answered for, `case-created` or `first-contact`; or what spoke against it */
                reason: string;
                /** Format: date-time */
                at: string;
            } | null;
            attachments: {
                name: string;
                /** @description As the sender says */
                contentType: string;
                size: number;
                contentId: string | null;
                inline: boolean;
            }[];
            size: number;
            blob: string;
            headerOnly: boolean;
            /** @description How far a message of ours is on its way out; null: there is none, or it came from outside */
            sending: {
                accountId: string;
                /** @description Who wrote it; null: the service */
                userId: string | null;
                /** @enum {string} */
                kind: "message" | "auto-reply" | "notification" | "satisfaction";
                answers: string | null;
                forwards: string | null;
                /**
                 * Format: date-time
                 * @description Not before; until then it can be taken back
                 */
                sendAt: string;
                /** @enum {string} */
                status: "queued" | "attempted" | "sent" | "failed" | "cancelled";
                dueAt: string | null;
                attempts: number;
                recipients: number;
                refused: {
                    recipient: string;
                    code: number | null;
                    status: string | null;
                    text: string;
                }[];
                error: string | null;
                sentAt: string | null;
                /** @description Nobody knew whether the server had it: it went again and may have arrived twice, its copy was found in the sent folder, or it counts as sent; null: that was always known */
                doubt: ("sent-again" | "sent-folder" | "assumed") | null;
                /** @description Of the copy in the sent folder; null: it is not ours to store, or nobody has the message yet */
                copy: {
                    /** @enum {string} */
                    status: "due" | "stored" | "failed";
                    /** Format: date-time */
                    at: string;
                    /** @description Where it stands */
                    folder: string | null;
                    code: string | null;
                    /** @description Why there is none */
                    error: string | null;
                } | null;
            } | null;
            /** @description What machines said became of it: it bounced, arrived, was displayed, or they complain of it */
            reported: {
                /** @description The e-mail that says so */
                report: string;
                /** Format: date-time */
                at: string;
                recipient: string;
                /**
                 * @description `failed` to `expanded`: RFC 3464, section 2.3.3; `displayed` to `processed`: RFC 8098, section 3.2.6; `complained`: RFC 5965.
                 * @enum {string}
                 */
                action: "failed" | "delayed" | "delivered" | "relayed" | "expanded" | "displayed" | "deleted" | "dispatched" | "processed" | "complained";
                /** @description RFC 3463 */
                status: string | null;
                diagnostic: string | null;
                permanent: boolean;
            }[];
            deliveries: {
                accountId: string | null;
                folder: string;
                variant: string | null;
            }[];
        };
        Email: {
            emailId: string;
            threadId: string | null;
            caseId: string | null;
            caseNumber: number | null;
            linkReason: string | null;
            /** @description The record that it is about */
            parent: {
                /** @enum {string} */
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                id: string;
                /** @description `from`, `reply-to`, `to`, `thread`, `tag`, `filter` or `user` */
                reason: string;
                /** @description Whose address it was, where another record is the parent for it */
                via: {
                    /** @enum {string} */
                    type: "Account" | "Contact" | "Lead" | "Opportunity";
                    /** @description The CRM's own id of a record. */
                    id: string;
                } | null;
                opportunityId: string | null;
                considered: {
                    record: {
                        /** @enum {string} */
                        type: "Account" | "Contact" | "Lead" | "Opportunity";
                        /** @description The CRM's own id of a record. */
                        id: string;
                    } | {
                        /** @enum {string} */
                        type: "Case";
                        /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                        id: string;
                    };
                    /** @enum {string} */
                    by: "user" | "filter" | "tag" | "from" | "reply-to" | "to";
                    /**
                     * @description `parent`: it is; `behind`: another of this address goes before it; `account-instead`: its Account is; `converted`: what the Lead became is; `not-registered`: it is named and not there.
                     * @enum {string}
                     */
                    outcome: "parent" | "behind" | "account-instead" | "converted" | "not-registered";
                }[];
            } | null;
            /** @description `Contact/17`…: its parent, whose address it was, and the opportunity */
            records: string[];
            messageId: string | null;
            /** @description Its Message-ID, or `sha256:HEX` where it has none */
            threadKey: string;
            subject: string;
            from: {
                address: string;
                name: string;
            } | null;
            sender: string;
            to: {
                address: string;
                name: string;
            }[];
            cc: {
                address: string;
                name: string;
            }[];
            date: string | null;
            /** Format: date-time */
            receivedAt: string;
            automatic: string | null;
            preview: string;
            /** @description Whether an account has answered it by itself; none: that was never a question */
            autoReply: {
                accountId: string;
                answered: boolean;
                to: string | null;
                /** @description With the text for outside of working hours */
                outOfHours: boolean;
                /** @description What it was answered for, `case-created` or `first-contact`; or what spoke against it */
                reason: string;
                /** Format: date-time */
                at: string;
            } | null;
            attachments: {
                name: string;
                /** @description As the sender says */
                contentType: string;
                size: number;
                contentId: string | null;
                inline: boolean;
            }[];
            size: number;
            blob: string;
            headerOnly: boolean;
            /** @description How far a message of ours is on its way out; null: there is none, or it came from outside */
            sending: {
                accountId: string;
                /** @description Who wrote it; null: the service */
                userId: string | null;
                /** @enum {string} */
                kind: "message" | "auto-reply" | "notification" | "satisfaction";
                answers: string | null;
                forwards: string | null;
                /**
                 * Format: date-time
                 * @description Not before; until then it can be taken back
                 */
                sendAt: string;
                /** @enum {string} */
                status: "queued" | "attempted" | "sent" | "failed" | "cancelled";
                dueAt: string | null;
                attempts: number;
                recipients: number;
                refused: {
                    recipient: string;
                    code: number | null;
                    status: string | null;
                    text: string;
                }[];
                error: string | null;
                sentAt: string | null;
                /** @description Nobody knew whether the server had it: it went again and may have arrived twice, its copy was found in the sent folder, or it counts as sent; null: that was always known */
                doubt: ("sent-again" | "sent-folder" | "assumed") | null;
                /** @description Of the copy in the sent folder; null: it is not ours to store, or nobody has the message yet */
                copy: {
                    /** @enum {string} */
                    status: "due" | "stored" | "failed";
                    /** Format: date-time */
                    at: string;
                    /** @description Where it stands */
                    folder: string | null;
                    code: string | null;
                    /** @description Why there is none */
                    error: string | null;
                } | null;
            } | null;
            /** @description What machines said became of it: it bounced, arrived, was displayed, or they complain of it */
            reported: {
                /** @description The e-mail that says so */
                report: string;
                /** Format: date-time */
                at: string;
                recipient: string;
                /**
                 * @description `failed` to `expanded`: RFC 3464, section 2.3.3; `displayed` to `processed`: RFC 8098, section 3.2.6; `complained`: RFC 5965.
                 * @enum {string}
                 */
                action: "failed" | "delayed" | "delivered" | "relayed" | "expanded" | "displayed" | "deleted" | "dispatched" | "processed" | "complained";
                /** @description RFC 3463 */
                status: string | null;
                diagnostic: string | null;
                permanent: boolean;
            }[];
            deliveries: {
                accountId: string | null;
                folder: string;
                variant: string | null;
            }[];
            /** @description The body as plain text */
            text: string;
            /** @description The filters that it met; of users, those of whoever asks */
            matchedBy: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                filterId: string;
                name: string;
                /** @description What it does: `move-to-folder`, `mark-as-read`… */
                action: string;
                /** @description What of the message it met, in words. */
                because: string;
                /** @description Not, where one of higher precedence had decided the same. */
                applied: boolean;
                /** @description The account that it came to */
                accountId: string | null;
                /** @description Whose filter it was; none: of all mail, or of the account */
                userId: string | null;
                /** @description What happened, for people */
                words: string;
            }[];
        };
        NewParent: {
            /** @enum {string} */
            type: "Account" | "Contact" | "Lead" | "Opportunity";
            /** @description The CRM's own id of a record. */
            id: string;
        };
        NewCaseOfEmail: {
            /** @description The number of the case, or its id */
            case: string | number;
        };
        SentEmails: {
            items: components["schemas"]["SentEmail"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        SentEmail: {
            emailId: string;
            accountId: string;
            /** @description Who wrote it; null: the service */
            userId: string | null;
            /** @enum {string} */
            status: "queued" | "attempted" | "sent" | "failed" | "cancelled";
            /** Format: date-time */
            queuedAt: string;
            email: components["schemas"]["ListedEmail"];
        };
        NewEmail: {
            /** @description The id or the address of the account that it goes from */
            account?: string;
            /** @description Each an address, or an object with name and address */
            to?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            /** @description Each an address, or an object with name and address */
            cc?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            /** @description Each an address, or an object with name and address */
            bcc?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            subject?: string;
            /** @description Default: made of the HTML */
            text?: string;
            /** @description It is cleaned; images may stand in it as data: */
            html?: string;
            /** @description A canned answer that stands before what is written */
            template?: string;
            files?: ({
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
                /** @description Its place in the e-mail, from 0 */
                index: number;
            } | {
                name: string;
                /** @default application/octet-stream */
                contentType?: string;
                /**
                 * @description What cid: in the HTML names it by
                 * @default null
                 */
                contentId?: string | null;
                /** Format: base64 */
                content: string;
            })[];
            /**
             * @description false: it stays a draft
             * @default true
             */
            send?: boolean;
            /**
             * Format: date-time
             * @description Not before; default: when it can be taken back no more
             */
            sendAt?: string;
            /** @description The case that it is written in */
            case?: string | number;
        };
        WrittenEmail: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            draftId: string;
            /** @description What is held against those whom it goes to: nothing can be delivered there, or they complain of our mail */
            warnings: {
                address: string;
                /** @enum {string} */
                code: "bounced" | "complained";
                /** Format: date-time */
                since: string;
                /** @description For people */
                words: string;
            }[];
            /** @description The message; absent: it stays a draft */
            emailId?: string;
            /**
             * Format: date-time
             * @description Until then it can be taken back
             */
            sendAt?: string;
        };
        NewAnswer: {
            /** @description The id or the address of the account that it goes from */
            account?: string;
            /** @description Each an address, or an object with name and address */
            to?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            /** @description Each an address, or an object with name and address */
            cc?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            /** @description Each an address, or an object with name and address */
            bcc?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            subject?: string;
            /** @description Default: made of the HTML */
            text?: string;
            /** @description It is cleaned; images may stand in it as data: */
            html?: string;
            /** @description A canned answer that stands before what is written */
            template?: string;
            files?: ({
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
                /** @description Its place in the e-mail, from 0 */
                index: number;
            } | {
                name: string;
                /** @default application/octet-stream */
                contentType?: string;
                /**
                 * @description What cid: in the HTML names it by
                 * @default null
                 */
                contentId?: string | null;
                /** Format: base64 */
                content: string;
            })[];
            /**
             * @description false: it stays a draft
             * @default true
             */
            send?: boolean;
            /**
             * Format: date-time
             * @description Not before; default: when it can be taken back no more
             */
            sendAt?: string;
            /** @description The newest message that whoever writes has seen: where others wrote newer ones it is not sent, but 412 names them */
            seen?: string;
        };
        CancelledEmail: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            /** @description The draft that it is again */
            draftId: string | null;
        };
        CaseAnswer: {
            /** @description The id or the address of the account that it goes from */
            account?: string;
            /** @description Each an address, or an object with name and address */
            to?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            /** @description Each an address, or an object with name and address */
            cc?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            /** @description Each an address, or an object with name and address */
            bcc?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            subject?: string;
            /** @description Default: made of the HTML */
            text?: string;
            /** @description It is cleaned; images may stand in it as data: */
            html?: string;
            /** @description A canned answer that stands before what is written */
            template?: string;
            files?: ({
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
                /** @description Its place in the e-mail, from 0 */
                index: number;
            } | {
                name: string;
                /** @default application/octet-stream */
                contentType?: string;
                /**
                 * @description What cid: in the HTML names it by
                 * @default null
                 */
                contentId?: string | null;
                /** Format: base64 */
                content: string;
            })[];
            /**
             * @description false: it stays a draft
             * @default true
             */
            send?: boolean;
            /**
             * Format: date-time
             * @description Not before; default: when it can be taken back no more
             */
            sendAt?: string;
            /** @description The newest message that whoever writes has seen: where others wrote newer ones it is not sent, but 412 names them */
            seen?: string;
            /**
             * @default reply
             * @enum {string}
             */
            kind?: "reply" | "reply-all" | "forward";
        };
        Drafts: {
            items: components["schemas"]["ListedDraft"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        ListedDraft: {
            draftId: string;
            userId: string;
            /** @enum {string} */
            status: "open" | "submitted" | "queued";
            accountId: string;
            answers: string | null;
            forwards: string | null;
            case: {
                id: string;
                number: number;
            } | null;
            to: {
                address: string;
                name: string;
            }[];
            cc: {
                address: string;
                name: string;
            }[];
            bcc: {
                address: string;
                name: string;
            }[];
            subject: string;
            preview: string;
            files: {
                fileId: string;
                name: string;
                contentType: string;
                size: number;
                contentId: string | null;
            }[];
            /** @description Why what was sent last could not become a message */
            failure: {
                code: string;
                error: string;
                /** Format: date-time */
                at: string;
            } | null;
            emailId: string | null;
            submittedAt: string | null;
            /** Format: date-time */
            updatedAt: string;
            revision: number;
        };
        Draft: {
            draftId: string;
            userId: string;
            /** @enum {string} */
            status: "open" | "submitted" | "queued";
            accountId: string;
            answers: string | null;
            forwards: string | null;
            case: {
                id: string;
                number: number;
            } | null;
            to: {
                address: string;
                name: string;
            }[];
            cc: {
                address: string;
                name: string;
            }[];
            bcc: {
                address: string;
                name: string;
            }[];
            subject: string;
            preview: string;
            files: {
                fileId: string;
                name: string;
                contentType: string;
                size: number;
                contentId: string | null;
            }[];
            /** @description Why what was sent last could not become a message */
            failure: {
                code: string;
                error: string;
                /** Format: date-time */
                at: string;
            } | null;
            emailId: string | null;
            submittedAt: string | null;
            /** Format: date-time */
            updatedAt: string;
            revision: number;
            text: string;
            html: string;
            /** @description What is held against those whom it goes to: nothing can be delivered there, or they complain of our mail */
            warnings: {
                address: string;
                /** @enum {string} */
                code: "bounced" | "complained";
                /** Format: date-time */
                since: string;
                /** @description For people */
                words: string;
            }[];
        };
        PreviewedMessage: {
            from: {
                address: string;
                name: string;
            };
            replyTo: {
                address: string;
                name: string;
            }[];
            to: {
                address: string;
                name: string;
            }[];
            cc: {
                address: string;
                name: string;
            }[];
            /** @description In the envelope alone */
            bcc: {
                address: string;
                name: string;
            }[];
            subject: string;
            inReplyTo: string | null;
            references: string[];
            /**
             * Format: date-time
             * @description Until then it could be taken back
             */
            sendAt: string;
            text: string;
            html: string;
            files: {
                name: string;
                contentType: string;
                size: number;
            }[];
            /** @description What is held against those whom it goes to: nothing can be delivered there, or they complain of our mail */
            warnings: {
                address: string;
                /** @enum {string} */
                code: "bounced" | "complained";
                /** Format: date-time */
                since: string;
                /** @description For people */
                words: string;
            }[];
        };
        /** @description What is left out stays as it is */
        DraftChanges: {
            /** @description The id or the address of the account that it goes from */
            account?: string;
            /** @description Each an address, or an object with name and address */
            to?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            /** @description Each an address, or an object with name and address */
            cc?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            /** @description Each an address, or an object with name and address */
            bcc?: (string | {
                /** @default  */
                name?: string;
                address: string;
            })[];
            subject?: string;
            /** @description Default: made of the HTML */
            text?: string;
            /** @description It is cleaned; images may stand in it as data: */
            html?: string;
        };
        SavedDraft: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            draftId: string;
            /** @description What is held against those whom it goes to: nothing can be delivered there, or they complain of our mail */
            warnings: {
                address: string;
                /** @enum {string} */
                code: "bounced" | "complained";
                /** Format: date-time */
                since: string;
                /** @description For people */
                words: string;
            }[];
        };
        /** @default {} */
        SendDraft: {
            /** @description The newest message that whoever writes has seen: where others wrote newer ones it is not sent, but 412 names them */
            seen?: string;
            /**
             * Format: date-time
             * @description Default: when it can be taken back no more
             */
            sendAt?: string;
        };
        AttachedFile: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            draftId: string;
            fileId: string;
        };
        TakenFile: {
            /** @description Derived from what makes the thing unique; 1 to 64 characters. */
            emailId: string;
            index: number;
        };
        Templates: {
            items: components["schemas"]["Template"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Template: {
            templateId: string;
            /**
             * @description `canned`: an answer that agents put into what they write. The others the service sends.
             * @enum {string}
             */
            kind: "canned" | "auto-reply" | "satisfaction";
            name: string;
            subject: string;
            text: string;
            html: string;
            scope: {
                /** @enum {string} */
                kind: "all" | "team" | "own";
                teamId?: string;
                userId?: string;
            };
            revision: number;
        };
        /** @description With placeholders: {{case.number}}, {{case.subject}}, {{person.name}}, {{person.firstName}}, {{person.emailAddress}}, {{user.name}}, {{user.firstName}}, {{account.name}}, {{account.emailAddress}}, {{email.subject}} */
        TemplateSettings: {
            /**
             * @description `canned`: an answer that agents put into what they write. The others the service sends.
             * @default canned
             * @enum {string}
             */
            kind?: "canned" | "auto-reply" | "satisfaction";
            name: string;
            /**
             * @description Of what the service sends
             * @default
             */
            subject?: string;
            /**
             * @description Default: made of the HTML
             * @default
             */
            text?: string;
            /**
             * @description Default: made of the text. It is cleaned
             * @default
             */
            html?: string;
            /**
             * @description Who may use it; of `all` and `team` administrators alone make some
             * @default {
             *       "kind": "own"
             *     }
             */
            scope?: {
                /** @enum {string} */
                kind: "all";
            } | {
                /** @enum {string} */
                kind: "team";
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                teamId: string;
            } | {
                /** @enum {string} */
                kind: "own";
            };
        };
        SavedTemplate: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            templateId: string;
        };
        /** @default {} */
        TemplateValues: {
            /** @default {} */
            values?: {
                [key: string]: string;
            };
        };
        PreviewedTemplate: {
            subject: string;
            text: string;
            html: string;
        };
        Signature: {
            text: string;
            html: string;
            revision: number;
        };
        /** @description With placeholders; both empty: none */
        NewSignature: {
            /** @default  */
            text?: string;
            /** @default  */
            html?: string;
        };
        Macros: {
            items: components["schemas"]["Macro"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Macro: {
            /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
            macroId: string;
            name: string;
            scope: {
                /** @enum {string} */
                kind: "all" | "team" | "own";
                teamId?: string;
                userId?: string;
            };
            steps: {
                priority: ("Low" | "Normal" | "High" | "Urgent") | null;
                addTags: string[];
                removeTags: string[];
                assign: {
                    /** @enum {string} */
                    to: "user" | "distribution";
                    userId?: string;
                    teamId?: string | null;
                } | null;
                status: ("New" | "Assigned" | "Pending" | "Closed" | "Rejected") | null;
                note: string | null;
                /** @description The canned answer that goes to whoever has written in the case last. */
                answer: string | null;
            };
            revision: number;
        };
        MacroSettings: {
            name: string;
            /**
             * @description Who may use it; of `all` and `team` administrators alone make some
             * @default {
             *       "kind": "own"
             *     }
             */
            scope?: {
                /** @enum {string} */
                kind: "all";
            } | {
                /** @enum {string} */
                kind: "team";
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                teamId: string;
            } | {
                /** @enum {string} */
                kind: "own";
            };
            /** @description At least one; what is left out stays as it is */
            steps: {
                /** @default null */
                priority?: ("Low" | "Normal" | "High" | "Urgent") | null;
                /** @default [] */
                addTags?: string[];
                /** @default [] */
                removeTags?: string[];
                /** @default null */
                assign?: ({
                    /** @enum {string} */
                    to: "user";
                    /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                    userId: string;
                    /**
                     * @description None: it stays in its team
                     * @default null
                     */
                    teamId?: string | null;
                } | {
                    /** @enum {string} */
                    to: "distribution";
                }) | null;
                /** @default null */
                status?: ("New" | "Assigned" | "Pending" | "Closed" | "Rejected") | null;
                /** @default null */
                note?: string | null;
                /**
                 * @description The canned answer that is sent
                 * @default null
                 */
                answer?: string | null;
            };
        };
        MacroCases: {
            /** @description Their numbers or ids; one named twice counts once */
            cases: (string | number)[];
        };
        MacroPreview: {
            /** @description Of the macro: `If-Match` of applying it as it was looked at */
            revision: number;
            results: {
                /** @description As it was named */
                case: string;
                caseId: string | null;
                /** @enum {string} */
                outcome: "changes" | "unchanged" | "refused";
                changes: {
                    /** @enum {string} */
                    field: "status" | "priority" | "tags" | "assignee" | "teamId";
                    from: (string | string[]) | null;
                    to: (string | string[]) | null;
                }[];
                /** @description The distribution finds a user */
                redistributes: boolean;
                /** @description The note is written */
                notes: boolean;
                /** @description The answer is sent */
                answers: boolean;
                /** @description Why not; `case-not-found` also for one that you may not read */
                problem: {
                    /** @description Stable, for programs */
                    code: string;
                    detail: string;
                } | null;
            }[];
        };
        AppliedMacro: {
            results: {
                /** @description As it was named */
                case: string;
                caseId: string | null;
                /**
                 * @description `refused`: nothing was done to it. `unanswered`: all was done but the answer
                 * @enum {string}
                 */
                outcome: "done" | "unchanged" | "refused" | "unanswered";
                /** @description The answer */
                emailId: string | null;
                /** @description Why not; `case-not-found` also for one that you may not read */
                problem: {
                    /** @description Stable, for programs */
                    code: string;
                    detail: string;
                } | null;
            }[];
            /** @description Of the log; the same as in `X-Position` */
            position: string;
        };
        Threads: {
            items: components["schemas"]["ListedThread"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        ListedThread: {
            threadId: string;
            mergedInto: string | null;
            /** @description Threads that became part of this one */
            aliases: string[];
            emailCount: number;
            caseIds: string[];
            firstEmailId: string;
            lastEmailId: string;
            /** Format: date-time */
            lastAt: string;
            subject: string;
        };
        Thread: {
            threadId: string;
            mergedInto: string | null;
            /** @description Threads that became part of this one */
            aliases: string[];
            emailCount: number;
            caseIds: string[];
            firstEmailId: string;
            lastEmailId: string;
            /** Format: date-time */
            lastAt: string;
            emails: components["schemas"]["Emails"];
        };
        FoundEmails: {
            items: components["schemas"]["FoundEmail"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        FoundEmail: {
            email: components["schemas"]["ListedEmail"];
            subject: components["schemas"]["Excerpt"];
            /** @description A part of the body */
            text: components["schemas"]["Excerpt"];
        };
        Excerpt: {
            text: string;
            /** @description Where in `text` is what was searched for, in UTF-16 units as JavaScript counts */
            matches: {
                start: number;
                /** @description Behind the last character */
                end: number;
            }[];
        };
        Filters: {
            items: components["schemas"]["Filter"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Filter: {
            filterId: string;
            name: string;
            scope: {
                /** @enum {string} */
                kind: "global" | "account" | "user";
                accountId?: string;
                /** @description Whose own account it is; none: a group's */
                owner?: string | null;
                userId?: string;
            };
            parameters: {
                /** @description The address of From, whole; `*` stands for anything. */
                from: string | null;
                /** @description One of the addresses of To, whole; `*` stands for anything. */
                to: string | null;
                /** @description The whole subject; `*` stands for anything. */
                subject: string | null;
                /** @description One of these phrases stands in the text. */
                bodyContains: string[];
                /** @description Every one of these phrases stands in the text. */
                bodyContainsAll: string[];
                hasAttachment: boolean | null;
                /** @description Bytes of the whole message. */
                largerThan: number | null;
                /** @description A header field of this name has this value. */
                headerEquals: {
                    name: string;
                    value: string;
                } | null;
                /** @description What stands in List-Id (RFC 2919), whole; `*` stands for anything. */
                listId: string | null;
                /** @description Whether a machine has sent it. */
                automatic: boolean | null;
            };
            action: {
                /** @enum {string} */
                kind: "skip";
            } | {
                /** @enum {string} */
                kind: "move-to-folder";
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            } | {
                /** @enum {string} */
                kind: "move-to-group-folder";
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            } | {
                /** @enum {string} */
                kind: "mark-as-read";
            } | {
                /** @enum {string} */
                kind: "no-notification";
            } | {
                /** @enum {string} */
                kind: "link-to-record";
                record: {
                    /** @enum {string} */
                    type: "Account" | "Contact" | "Lead" | "Opportunity";
                    /** @description The CRM's own id of a record. */
                    id: string;
                } | {
                    /** @enum {string} */
                    type: "Case";
                    /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                    id: string;
                };
            } | {
                /** @enum {string} */
                kind: "no-case";
            } | {
                /** @enum {string} */
                kind: "need-skill";
                skill: string;
            } | {
                /** @enum {string} */
                kind: "none";
            };
            markAsRead: boolean;
            skipNotification: boolean;
            order: number;
            revision: number;
        };
        NewFilter: {
            scope: {
                /** @enum {string} */
                kind: "global";
            } | {
                /** @enum {string} */
                kind: "account";
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            } | {
                /** @enum {string} */
                kind: "user";
                /** @description Default: whoever asks */
                userId?: string;
            };
            name: string;
            /** @description What a message must be like; all that is given must hold, and something has to be given */
            parameters: {
                /**
                 * @description The address of From, whole; `*` stands for anything.
                 * @default null
                 */
                from?: string | null;
                /**
                 * @description One of the addresses of To, whole; `*` stands for anything.
                 * @default null
                 */
                to?: string | null;
                /**
                 * @description The whole subject; `*` stands for anything.
                 * @default null
                 */
                subject?: string | null;
                /**
                 * @description One of these phrases stands in the text.
                 * @default []
                 */
                bodyContains?: string[];
                /**
                 * @description Every one of these phrases stands in the text.
                 * @default []
                 */
                bodyContainsAll?: string[];
                /** @default null */
                hasAttachment?: boolean | null;
                /**
                 * @description Bytes of the whole message.
                 * @default null
                 */
                largerThan?: number | null;
                /**
                 * @description A header field of this name has this value.
                 * @default null
                 */
                headerEquals?: {
                    name: string;
                    value: string;
                } | null;
                /**
                 * @description What stands in List-Id (RFC 2919), whole; `*` stands for anything.
                 * @default null
                 */
                listId?: string | null;
                /**
                 * @description Whether a machine has sent it.
                 * @default null
                 */
                automatic?: boolean | null;
            };
            /** @description Of all mail: `skip` alone; which others, the kind of filter says */
            action: {
                /** @enum {string} */
                kind: "skip";
            } | {
                /** @enum {string} */
                kind: "move-to-folder";
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            } | {
                /** @enum {string} */
                kind: "move-to-group-folder";
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            } | {
                /** @enum {string} */
                kind: "mark-as-read";
            } | {
                /** @enum {string} */
                kind: "no-notification";
            } | {
                /** @enum {string} */
                kind: "link-to-record";
                record: {
                    /** @enum {string} */
                    type: "Account" | "Contact" | "Lead" | "Opportunity";
                    /** @description The CRM's own id of a record. */
                    id: string;
                } | {
                    /** @enum {string} */
                    type: "Case";
                    /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                    id: string;
                };
            } | {
                /** @enum {string} */
                kind: "no-case";
            } | {
                /** @enum {string} */
                kind: "need-skill";
                skill: string;
            } | {
                /** @enum {string} */
                kind: "none";
            };
            /** @default false */
            markAsRead?: boolean;
            /** @default false */
            skipNotification?: boolean;
            /**
             * @description Within a scope the lowest is asked first
             * @default 0
             */
            order?: number;
            /**
             * Format: uuid
             * @description A UUID that whoever brings it from elsewhere has derived: `filter-exists` where it is there
             */
            filterId?: string;
        };
        FilterSaved: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            filterId: string;
            /** @description What whoever saved it should know: that it matches every message */
            warnings: string[];
        };
        FilterTrial: {
            /** @description One that is saved */
            filterId: string;
            /**
             * @description How many of the latest messages are looked at
             * @default 100
             */
            last?: number;
        } | {
            /** @description What a message must be like; all that is given must hold, and something has to be given */
            parameters: {
                /**
                 * @description The address of From, whole; `*` stands for anything.
                 * @default null
                 */
                from?: string | null;
                /**
                 * @description One of the addresses of To, whole; `*` stands for anything.
                 * @default null
                 */
                to?: string | null;
                /**
                 * @description The whole subject; `*` stands for anything.
                 * @default null
                 */
                subject?: string | null;
                /**
                 * @description One of these phrases stands in the text.
                 * @default []
                 */
                bodyContains?: string[];
                /**
                 * @description Every one of these phrases stands in the text.
                 * @default []
                 */
                bodyContainsAll?: string[];
                /** @default null */
                hasAttachment?: boolean | null;
                /**
                 * @description Bytes of the whole message.
                 * @default null
                 */
                largerThan?: number | null;
                /**
                 * @description A header field of this name has this value.
                 * @default null
                 */
                headerEquals?: {
                    name: string;
                    value: string;
                } | null;
                /**
                 * @description What stands in List-Id (RFC 2919), whole; `*` stands for anything.
                 * @default null
                 */
                listId?: string | null;
                /**
                 * @description Whether a machine has sent it.
                 * @default null
                 */
                automatic?: boolean | null;
            };
            /** @description Only what came to this account */
            accountId?: string;
            /**
             * @description How many of the latest messages are looked at
             * @default 100
             */
            last?: number;
        };
        FilterTried: {
            /** @description How many messages were looked at */
            looked: number;
            /** @description Not, where that took too long */
            isComplete: boolean;
            caught: {
                emailId: string;
                /** Format: date-time */
                receivedAt: string;
                sender: string;
                subject: string;
                /** @description What of it the filter met */
                because: string;
            }[];
        };
        FilterSettings: {
            name: string;
            /** @description What a message must be like; all that is given must hold, and something has to be given */
            parameters: {
                /**
                 * @description The address of From, whole; `*` stands for anything.
                 * @default null
                 */
                from?: string | null;
                /**
                 * @description One of the addresses of To, whole; `*` stands for anything.
                 * @default null
                 */
                to?: string | null;
                /**
                 * @description The whole subject; `*` stands for anything.
                 * @default null
                 */
                subject?: string | null;
                /**
                 * @description One of these phrases stands in the text.
                 * @default []
                 */
                bodyContains?: string[];
                /**
                 * @description Every one of these phrases stands in the text.
                 * @default []
                 */
                bodyContainsAll?: string[];
                /** @default null */
                hasAttachment?: boolean | null;
                /**
                 * @description Bytes of the whole message.
                 * @default null
                 */
                largerThan?: number | null;
                /**
                 * @description A header field of this name has this value.
                 * @default null
                 */
                headerEquals?: {
                    name: string;
                    value: string;
                } | null;
                /**
                 * @description What stands in List-Id (RFC 2919), whole; `*` stands for anything.
                 * @default null
                 */
                listId?: string | null;
                /**
                 * @description Whether a machine has sent it.
                 * @default null
                 */
                automatic?: boolean | null;
            };
            /** @description Of all mail: `skip` alone; which others, the kind of filter says */
            action: {
                /** @enum {string} */
                kind: "skip";
            } | {
                /** @enum {string} */
                kind: "move-to-folder";
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            } | {
                /** @enum {string} */
                kind: "move-to-group-folder";
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            } | {
                /** @enum {string} */
                kind: "mark-as-read";
            } | {
                /** @enum {string} */
                kind: "no-notification";
            } | {
                /** @enum {string} */
                kind: "link-to-record";
                record: {
                    /** @enum {string} */
                    type: "Account" | "Contact" | "Lead" | "Opportunity";
                    /** @description The CRM's own id of a record. */
                    id: string;
                } | {
                    /** @enum {string} */
                    type: "Case";
                    /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                    id: string;
                };
            } | {
                /** @enum {string} */
                kind: "no-case";
            } | {
                /** @enum {string} */
                kind: "need-skill";
                skill: string;
            } | {
                /** @enum {string} */
                kind: "none";
            };
            /** @default false */
            markAsRead?: boolean;
            /** @default false */
            skipNotification?: boolean;
            /**
             * @description Within a scope the lowest is asked first
             * @default 0
             */
            order?: number;
        };
        SkippedEmails: {
            items: components["schemas"]["SkippedEmail"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        SkippedEmail: {
            id: string;
            /** Format: date-time */
            at: string;
            accountId: string;
            /** @description Whose own account it came to; none: a group's */
            owner: string | null;
            /** @description Of the e-mail that it is when it is brought back */
            emailId: string;
            messageId: string | null;
            from: {
                address: string;
                name: string;
            } | null;
            subject: string;
            filterId: string;
            filterName: string;
            /** @description What of it the filter met */
            because: string;
            folder: string;
            receivedAt: string | null;
            headerOnly: boolean;
            size: number;
            /**
             * Format: date-time
             * @description Until then it can be brought back
             */
            until: string;
        };
        BroughtBack: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            emailId: string;
        };
        Records: {
            items: components["schemas"]["Record"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Record: {
            /** @enum {string} */
            type: "Account" | "Contact" | "Lead" | "Opportunity";
            id: string;
            /** @description `Contact/17` */
            key: string;
            name: string;
            emailAddresses: string[];
            accountId: string | null;
            contactId: string | null;
            convertedTo: {
                accountId: string | null;
                contactId: string | null;
            } | null;
            stage: ("open" | "closed") | null;
            assignedUserId: string | null;
            teamIds: string[];
            skills: string[];
            /** Format: date-time */
            registeredAt: string;
            /** Format: date-time */
            updatedAt: string;
            revision: number;
        };
        /** @description Lines of NDJSON: one for each that came, and one that is `done`, or a problem */
        RecordResults: {
            line: number;
            type: ("Account" | "Contact" | "Lead" | "Opportunity") | null;
            id: string | null;
            /** @enum {string} */
            outcome: "registered" | "changed" | "unchanged" | "refused";
            code: string | null;
            detail: string | null;
        } | {
            /** @enum {boolean} */
            done: true;
            registered: number;
            changed: number;
            unchanged: number;
            refused: number;
            position: string;
        };
        Linking: {
            /** @enum {string} */
            state: "working" | "idle";
            /** @description Changes of records that came */
            changes: number;
            /** @description Those for which all messages were looked at */
            done: number;
            /** @description Messages that got another parent */
            emails: number;
            threads: number;
        };
        RecordWithMarks: {
            /** @enum {string} */
            type: "Account" | "Contact" | "Lead" | "Opportunity";
            id: string;
            /** @description `Contact/17` */
            key: string;
            name: string;
            emailAddresses: string[];
            accountId: string | null;
            contactId: string | null;
            convertedTo: {
                accountId: string | null;
                contactId: string | null;
            } | null;
            stage: ("open" | "closed") | null;
            assignedUserId: string | null;
            teamIds: string[];
            skills: string[];
            /** Format: date-time */
            registeredAt: string;
            /** Format: date-time */
            updatedAt: string;
            revision: number;
            /** @description What is held against its addresses */
            addressMarks: components["schemas"]["AddressMarksOf"][];
        };
        AddressMarksOf: {
            address: string;
            /** @description Nothing can be delivered there */
            bounced: {
                /** Format: date-time */
                at: string;
                /** @description What was sent */
                emailId: string;
                report: string;
                status: string | null;
                diagnostic: string | null;
            } | null;
            /** @description Nothing automatic goes there any more */
            complained: {
                /** Format: date-time */
                at: string;
                /** @description What was sent */
                emailId: string;
                report: string;
                feedbackType: string;
            } | null;
            /** Format: date-time */
            markedAt: string;
        };
        RecordTimeline: {
            items: components["schemas"]["RecordTimelineEntry"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        RecordTimelineEntry: {
            record: string;
            /** Format: date-time */
            at: string;
            actor: string;
            /** @description The type of the event */
            kind: string;
            facts: {
                [key: string]: unknown;
            };
            /** @description How far a message of ours is on its way out; null: there is none, or it came from outside */
            sending: {
                accountId: string;
                /** @description Who wrote it; null: the service */
                userId: string | null;
                /** @enum {string} */
                kind: "message" | "auto-reply" | "notification" | "satisfaction";
                answers: string | null;
                forwards: string | null;
                /**
                 * Format: date-time
                 * @description Not before; until then it can be taken back
                 */
                sendAt: string;
                /** @enum {string} */
                status: "queued" | "attempted" | "sent" | "failed" | "cancelled";
                dueAt: string | null;
                attempts: number;
                recipients: number;
                refused: {
                    recipient: string;
                    code: number | null;
                    status: string | null;
                    text: string;
                }[];
                error: string | null;
                sentAt: string | null;
                /** @description Nobody knew whether the server had it: it went again and may have arrived twice, its copy was found in the sent folder, or it counts as sent; null: that was always known */
                doubt: ("sent-again" | "sent-folder" | "assumed") | null;
                /** @description Of the copy in the sent folder; null: it is not ours to store, or nobody has the message yet */
                copy: {
                    /** @enum {string} */
                    status: "due" | "stored" | "failed";
                    /** Format: date-time */
                    at: string;
                    /** @description Where it stands */
                    folder: string | null;
                    code: string | null;
                    /** @description Why there is none */
                    error: string | null;
                } | null;
            } | null;
        };
        RecordBody: {
            name: string;
            /**
             * @description Names, comments and groups are left out; domains are compared in ASCII, all in lower case; the first is the main one
             * @default []
             */
            emailAddresses?: string[];
            /**
             * @description The Account of a Contact or an Opportunity
             * @default null
             */
            accountId?: string | null;
            /**
             * @description The Contact of an Opportunity
             * @default null
             */
            contactId?: string | null;
            /**
             * @description What a Lead became
             * @default null
             */
            convertedTo?: {
                /** @default null */
                accountId?: string | null;
                /** @default null */
                contactId?: string | null;
            } | null;
            /**
             * @description Of an Opportunity; default open
             * @default null
             */
            stage?: ("open" | "closed") | null;
            /** @default null */
            assignedUserId?: string | null;
            /** @default [] */
            teamIds?: string[];
            /**
             * @description What whoever gets a case of it has to be able to do. Not said: what it was
             * @default null
             */
            skills?: string[] | null;
        };
        DeliveryReports: {
            items: components["schemas"]["DeliveryReport"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        DeliveryReport: {
            /** @description The message that reports */
            emailId: string;
            /** Format: date-time */
            at: string;
            /**
             * @description RFC 3464 and what is like it; RFC 8098; RFC 5965.
             * @enum {string}
             */
            kind: "delivery" | "disposition" | "feedback";
            feedbackType: string | null;
            originalMessageId: string | null;
            /** @description The first 20 */
            recipients: {
                /** @description As it was written to (Original-Recipient, where it is given), in the form of all addresses. */
                recipient: string;
                /** @description Where it was passed on to, if that is another address. */
                finalRecipient: string | null;
                /**
                 * @description `failed` to `expanded`: RFC 3464, section 2.3.3; `displayed` to `processed`: RFC 8098, section 3.2.6; `complained`: RFC 5965.
                 * @enum {string}
                 */
                action: "failed" | "delayed" | "delivered" | "relayed" | "expanded" | "displayed" | "deleted" | "dispatched" | "processed" | "complained";
                /** @description As it is stated, else as the words are commonly meant; none: nothing says. */
                status: string | null;
                /** @description The other server's words, in one line. */
                diagnostic: string | null;
                /** @description It failed, and trying again would change nothing: class 5, or no status at all. */
                permanent: boolean;
            }[];
            /** @description How many it names */
            count: number;
            /** @enum {string} */
            outcome: "open" | "matched" | "no-message-id" | "not-ours" | "not-a-recipient";
            /** @description What it is about, where that was sent here */
            sentEmailId: string | null;
            /** @description How many it names to whom that was not written */
            strangers: number;
        };
        AddressMarks: {
            items: components["schemas"]["AddressMarksOf"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        InboxEmails: {
            items: components["schemas"]["InboxEmail"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        InboxEmail: {
            emailId: string;
            folderId: string;
            unread: boolean;
            starred: boolean;
            /** @description The user wrote it */
            sent: boolean;
            /** Format: date-time */
            receivedAt: string;
            matchedBy: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                filterId: string;
                name: string;
                /** @description What it does: `move-to-folder`, `mark-as-read`… */
                action: string;
                /** @description What of the message it met, in words. */
                because: string;
                /** @description Not, where one of higher precedence had decided the same. */
                applied: boolean;
            }[];
            email: components["schemas"]["ListedEmail"];
        };
        InboxCounts: {
            userId: string;
            /** @description By folder */
            folders: {
                [key: string]: {
                    total: number;
                    unread: number;
                };
            };
        };
        InboxEmailIds: {
            /** @description 1 to 1,000; into a folder of the group at most 100, since each is moved for all of its members: more in steps */
            emailIds: string[];
        };
        ChangedInboxEmails: {
            items: {
                emailId: string;
                /**
                 * @description busy: somebody else changes it all the time
                 * @enum {string}
                 */
                outcome: "changed" | "unchanged" | "not-found" | "busy";
            }[];
            /** @description Of the log, behind the last change; the same as in `X-Position` */
            position: string;
        };
        InboxMove: {
            /** @description 1 to 1,000; into a folder of the group at most 100, since each is moved for all of its members: more in steps */
            emailIds: string[];
            /** @description inbox, important, archive, sent, trash, or the id of a folder */
            folderId: string;
        };
        InboxFolder: {
            /** @description inbox, important, archive, sent, trash, or the id of a folder */
            folderId: string;
        };
        ReadFolder: {
            /** @description In this step, at most 1,000 */
            read: number;
            /** @description Unread ones that are left: ask again */
            remaining: number;
            position: string;
        };
        Folders: {
            items: components["schemas"]["Folder"][];
        };
        Folder: {
            folderId: string;
            /** @enum {string} */
            kind: "system" | "own" | "group";
            /** @description Of a folder that everybody has: its id */
            name: string;
            total: number;
            unread: number;
            revision: number | null;
        };
        NewFolder: {
            name: string;
            /**
             * Format: uuid
             * @description A UUID that whoever brings it from elsewhere has derived: the same again is the same folder
             */
            folderId?: string;
            /** @description Whose; of others: for administrators */
            userId?: string;
        };
        CreatedFolder: {
            folderId: string;
            revision: number;
            position: string;
        };
        FolderName: {
            name: string;
        };
        GroupFolders: {
            items: components["schemas"]["GroupFolder"][];
        };
        GroupFolder: {
            folderId: string;
            name: string;
            teamIds: string[];
            revision: number;
        };
        NewGroupFolder: {
            name: string;
            teamIds: string[];
            /**
             * Format: uuid
             * @description A UUID that whoever brings it from elsewhere has derived: the same again is the same folder
             */
            folderId?: string;
        };
        /** @description What is left out stays as it is */
        GroupFolderChanges: {
            name?: string;
            teamIds?: string[];
        };
        PersonalAccounts: {
            items: components["schemas"]["PersonalAccount"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        PersonalAccount: {
            accountId: string;
            name: string;
            emailAddress: string;
            /** @enum {string} */
            status: "active" | "inactive";
            imap: {
                host: string;
                port: number;
                /** @enum {string} */
                security: "none" | "starttls" | "tls";
                userName: string;
                trustedFingerprint: string | null;
                /** @description Not: the account stands still until somebody gives it */
                hasPassword: boolean;
            } | null;
            /** @description By which it is logged in to; null: by its password */
            oauth: {
                providerId: string;
                /** @enum {string} */
                flow: "authorization-code" | "device-code" | "client-credentials";
                scopes: string[];
                /** @description Who has signed in at the provider, where it says so */
                grantedBy: string | null;
                /** Format: date-time */
                grantedAt: string;
                /** @description The provider takes it no more: the account has to be authorized again */
                refused: {
                    error: string;
                    /** Format: date-time */
                    since: string;
                } | null;
                /** @description Where it is authorized again: POST */
                authorize: string;
            } | null;
            /** @description null: it does not send */
            smtp: {
                host: string;
                port: number;
                /** @enum {string} */
                security: "none" | "starttls" | "tls";
                /** @enum {string} */
                mechanism: "none" | "plain" | "login" | "cram-md5";
                userName: string;
                /** @description One of its own; else that of the mailbox */
                hasPassword: boolean;
                shared: boolean;
                trustedFingerprint: string | null;
                sentFolder: string | null;
                storeSent: boolean;
                limitPerHour: number | null;
                /** @enum {string} */
                afterDoubt: "send-again" | "count-as-sent";
                dkim: {
                    domain: string;
                    selector: string;
                } | null;
            } | null;
            fetching: {
                folders: string[];
                /** Format: date-time */
                since: string;
                keepUnread: boolean;
                maxSize: number;
                schedule: string;
            } | null;
            sending: {
                fromName: string;
                replyTo: string | null;
                signature: {
                    text: string;
                    html: string;
                };
                subjectTag: boolean;
                undoSeconds: number;
                excludeFromReply: string[];
            };
            /** @description How far each folder was read */
            cursors: {
                [key: string]: {
                    uidValidity: string;
                    lastUid: number;
                };
            };
            received: number;
            duplicates: number;
            quarantined: number;
            /** @description Kept out by filters */
            skipped: number;
            lastFetchedAt: string | null;
            failing: {
                code: string;
                error: string;
                /** Format: date-time */
                since: string;
            } | null;
            /** @description Whether anything leaves from it */
            outgoing: {
                /** @description Somebody has said that nothing leaves */
                paused: boolean;
                /** @description Its server lets it send nothing; its queue waits */
                suspended: {
                    code: string;
                    error: string;
                    /** Format: date-time */
                    since: string;
                } | null;
                /** @description How it goes on; null: nothing keeps it */
                advice: string | null;
                /** @description Where an administrator has it go on at once: POST; null: nothing keeps it */
                resume: string | null;
                lastSentAt: string | null;
            };
            revision: number;
            /** @description Whose it is */
            userId: string;
            /** @description Its user is not active: until they are again, it is not fetched */
            paused: boolean;
            filing: {
                folderId: string | null;
                folderMap: {
                    folder: string;
                    folderId: string;
                }[];
                sentFolder: string | null;
            };
        };
        NewPersonalAccount: {
            /** @description Whose; default: whoever asks */
            userId?: string;
            name: string;
            emailAddress: string;
            imap: components["schemas"]["NewImapSettings"];
            /** @description None: it does not send */
            smtp?: components["schemas"]["PersonalSmtpSettings"] | null;
            fetching?: components["schemas"]["FetchingSettings"];
            filing?: components["schemas"]["PersonalFilingSettings"];
        };
        PersonalSmtpSettings: {
            host?: string;
            /** @description Default 465 with TLS, 587 with STARTTLS, else 25 */
            port?: number;
            /**
             * @description Default tls
             * @enum {string}
             */
            security?: "none" | "starttls" | "tls";
            /**
             * @description Default plain; none: nobody logs in
             * @enum {string}
             */
            mechanism?: "none" | "plain" | "login" | "cram-md5";
            /** @description Default: that of the mailbox, else the address */
            userName?: string;
            /** @description Goes to the vault; in no answer. null, and the default: that of the mailbox */
            password?: string | null;
            /** @description SHA-256 of a certificate that no authority vouches for */
            trustedFingerprint?: string | null;
            /** @description Of the mailbox; null: the one that the server marks so */
            sentFolder?: string | null;
            /** @description Put a copy into the sent folder; default false: the server does */
            storeSent?: boolean;
            /** @description Recipients; null: no limit */
            limitPerHour?: number | null;
            /**
             * @description When nobody knows whether the server has it; default send-again
             * @enum {string}
             */
            afterDoubt?: "send-again" | "count-as-sent";
            /** @description Sign what is sent; null: the server does, or nobody */
            dkim?: {
                domain: string;
                selector: string;
                /** @description RSA in PEM. Goes to the vault; in no answer */
                privateKey?: string;
            } | null;
        };
        PersonalFilingSettings: {
            /** @description The folder that its mail goes to; none: the inbox */
            folderId?: string | null;
            /** @description IMAP folders whose mail goes elsewhere */
            folderMap?: {
                folder: string;
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            }[];
            /** @description The IMAP folder of what was sent: fetched as well */
            sentFolder?: string | null;
        };
        /** @description What is left out stays as it is */
        PersonalAccountChanges: {
            imap?: components["schemas"]["ImapSettings"];
            /** @description null: it sends no more */
            smtp?: components["schemas"]["PersonalSmtpSettings"] | null;
            fetching?: components["schemas"]["FetchingSettings"];
            filing?: components["schemas"]["PersonalFilingSettings"];
            sending?: components["schemas"]["SendingSettings"];
        };
        /** @default {} */
        OAuthAuthorizationRequest: {
            /** @description Default: where it was authorized before */
            providerId?: string;
        };
        OAuthAuthorization: {
            /** @description Where a browser is sent to */
            url: string;
            /**
             * Format: date-time
             * @description It is over then
             */
            until: string;
        };
        OAuthDeviceAuthorization: {
            /** @description What the person types */
            userCode: string;
            /** @description …and where */
            verificationUri: string;
            /** @description The same with the code in it */
            verificationUriComplete: string | null;
            /** @description Seconds until it is worth asking */
            interval: number;
            /**
             * Format: date-time
             * @description It is over then
             */
            until: string;
        };
        OAuthDeviceAuthorizationState: {
            /** @enum {string} */
            status: "granted";
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            accountId: string;
            emailAddress: string;
            providerId: string;
            /** @description Who has signed in at the provider, where it says so */
            grantedBy: string | null;
            /** @description What may keep the account from working, in words */
            warnings: string[];
        } | {
            /** @enum {string} */
            status: "pending";
            /** @description Seconds until it is worth asking again */
            interval: number;
        };
        OAuthGranted: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            accountId: string;
            emailAddress: string;
            providerId: string;
            /** @description Who has signed in at the provider, where it says so */
            grantedBy: string | null;
            /** @description What may keep the account from working, in words */
            warnings: string[];
        };
        OAuthProviders: {
            items: components["schemas"]["OAuthProviderSummary"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        OAuthProviderSummary: {
            providerId: string;
            name: string;
            /** @description Accounts can be authorized by a browser */
            browser: boolean;
            /** @description …by a device code */
            device: boolean;
            /** @description …in the service's own name, by administrators */
            clientCredentials: boolean;
        };
        OAuthProvider: {
            providerId: string;
            name: string;
            issuer: string | null;
            authorizationEndpoint: string | null;
            tokenEndpoint: string;
            deviceEndpoint: string | null;
            revocationEndpoint: string | null;
            scopes: string[];
            clientCredentialsScopes: string[];
            authorizationParameters: {
                [key: string]: string;
            };
            clientId: string;
            /** @enum {string} */
            clientAuthentication: "basic" | "post";
            allowInsecure: boolean;
            hasSecret: boolean;
            /** @description What has to be registered at the provider; null: the service has no fixed port */
            redirectUri: string | null;
            revision: number;
        };
        /** @description What is left out stays as it is */
        OAuthProviderInput: {
            /**
             * @description What is published of a provider; what is given besides goes before it
             * @enum {string}
             */
            preset?: "google" | "microsoft";
            /** @description With the preset microsoft: the directory, by its id or domain; default common */
            tenant?: string;
            name?: string;
            /**
             * Format: uri
             * @description Without a tokenEndpoint it is asked for its endpoints
             */
            issuer?: string;
            authorizationEndpoint?: string | null;
            /** Format: uri */
            tokenEndpoint?: string;
            /** @description RFC 8628 */
            deviceEndpoint?: string | null;
            /** @description RFC 7009 */
            revocationEndpoint?: string | null;
            /** @description What users are asked for */
            scopes?: string[];
            /** @description What the service asks for itself */
            clientCredentialsScopes?: string[];
            /** @description What the authorization request says besides */
            authorizationParameters?: {
                [key: string]: string;
            };
            clientId?: string;
            /** @description Goes to the vault; in no answer. null: a public client has none */
            clientSecret?: string | null;
            /**
             * @description Default post
             * @enum {string}
             */
            clientAuthentication?: "basic" | "post";
            /** @description Endpoints on this very machine without TLS, for trying out */
            allowInsecure?: boolean;
        };
        Quarantine: {
            items: components["schemas"]["QuarantineEntry"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        QuarantineEntry: {
            id: string;
            /** @enum {string} */
            kind: "quarantined" | "parked";
            /** Format: date-time */
            at: string;
            error: string;
            accountId: string | null;
            folder: string | null;
            uidValidity: string | null;
            uid: string | null;
            receivedAt: string | null;
            seen: boolean | null;
            headerOnly: boolean | null;
            blob: string | null;
            size: number | null;
            emailId: string | null;
        };
        Retried: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            emailId: string;
        };
        Projections: {
            items: components["schemas"]["Projection"][];
        };
        Projection: {
            name: string;
            version: number;
            position: string;
            /** @enum {string} */
            state: "catching-up" | "live" | "stopped" | "rebuilding";
            /** @description The event that it stopped at, and why */
            failure: {
                type: string;
                stream: string;
                revision: number;
                position: string;
                message: string;
            } | null;
            /** @description Whether the node that answers writes it; else another one does */
            isWrittenHere: boolean;
        };
        Rebuilt: {
            names: string[];
            events: number;
        };
        Nodes: {
            items: components["schemas"]["Node"][];
        };
        Node: {
            /** @description Its name, and what tells this run of it from others */
            node: string;
            /** @description Of the program */
            version: string;
            /**
             * Format: date-time
             * @description By the node's own clock
             */
            since: string;
            /** @description It is the one that answers */
            isThis: boolean;
            /** @description What it alone does: `routing`, `projection {name}_v{version}`, `fetch-{accountId}` */
            holds: {
                name: string;
                token: number;
                /** Format: date-time */
                since: string;
            }[];
        };
        Jobs: {
            items: components["schemas"]["Job"][];
        };
        Job: {
            name: string;
            accountId: string;
            emailAddress: string;
            schedule: string;
            /** @enum {string} */
            state: "connecting" | "fetching" | "idle" | "failing" | "stopped" | "elsewhere" | "not-watched";
            /** @description The node that fetches it */
            node: string | null;
            failure: {
                code: string;
                message: string;
            } | null;
            lastRunAt: string | null;
            nextRunAt: string | null;
        };
        Webhooks: {
            items: components["schemas"]["Webhook"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        Webhook: {
            webhookId: string;
            name: string;
            url: string;
            events: ("case.created" | "case.assigned" | "case.unassigned" | "case.status_changed" | "case.priority_changed" | "case.tags_changed" | "case.note_added" | "case.rated" | "email.received" | "email.sent" | "email.failed" | "email.bounced")[];
            teamIds: string[];
            accountIds: string[];
            bodies: boolean;
            /** @enum {string} */
            status: "active" | "paused" | "suspended";
            suspended: {
                /** @description `gone`, `failing` */
                reason: string;
                /** Format: date-time */
                since: string;
                error: string;
            } | null;
            /** Format: date-time */
            registeredAt: string;
            previousSecretUntil: string | null;
            revision: number;
            /** @description Within a quarter of a second, as the node says that tells it */
            health: {
                delivered: number;
                waiting: number;
                failingSince: string | null;
                lastDeliveredAt: string | null;
                /** @description Of the first one that waits after an attempt */
                lastError: string | null;
            };
        };
        WebhookSettings: {
            name: string;
            /** @description Where it is told: `https://…` */
            url: string;
            /** @description What it is told of. */
            events: ("case.created" | "case.assigned" | "case.unassigned" | "case.status_changed" | "case.priority_changed" | "case.tags_changed" | "case.note_added" | "case.rated" | "email.received" | "email.sent" | "email.failed" | "email.bounced")[];
            /**
             * @description Only what is of one of these teams; none: of all.
             * @default []
             */
            teamIds?: string[];
            /**
             * @description Only what came to one of these accounts, or went from it; none: any of the group. A user's own has to be named.
             * @default []
             */
            accountIds?: string[];
            /**
             * @description It is told the texts of e-mails and notes as well.
             * @default false
             */
            bodies?: boolean;
        };
        WebhookSecret: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            webhookId: string;
            /** @description `whsec_…`, shown this once and nowhere else */
            secret: string;
        };
        /** @default {} */
        WebhookResumption: {
            /**
             * @description What has waited is left out; else it is told now
             * @default false
             */
            skipMissed?: boolean;
        };
        /** @default {} */
        WebhookRotation: {
            /**
             * @description For which the secret before signs as well
             * @default 24
             */
            hours?: number;
        };
        WebhookTested: {
            ok: boolean;
            /** @description Of the answer; null: there was none */
            status: number | null;
            error: string | null;
            milliseconds: number;
        };
        WebhookDeliveries: {
            /** @description What waits, then the last 50 that arrived */
            items: components["schemas"]["WebhookDelivery"][];
        };
        WebhookDelivery: {
            /** @description The `webhook-id` of the message */
            deliveryId: string;
            type: string;
            /** @enum {string} */
            state: "waiting" | "delivered";
            attempts: number;
            /** @description Of the last answer; null: there was none */
            status: number | null;
            error: string | null;
            /** @description When it is tried again */
            nextAt: string | null;
            deliveredAt: string | null;
            milliseconds: number | null;
        };
        FailedWebhookDeliveries: {
            items: components["schemas"]["FailedWebhookDelivery"][];
            /** @description The cursor of the next page; null: the last */
            next: string | null;
        };
        FailedWebhookDelivery: {
            /** @description The `webhook-id` of the message */
            deliveryId: string;
            webhookId: string;
            event: {
                stream: string;
                revision: number;
            };
            type: string;
            attempts: number;
            /**
             * Format: date-time
             * @description When it was tried first
             */
            since: string;
            status: number | null;
            error: string;
            /**
             * Format: date-time
             * @description When it was given up
             */
            at: string;
        };
        /** @default {} */
        WebhookReplay: {
            /** @description Default: all */
            deliveryIds?: string[];
        };
        WebhookReplayed: {
            /** @description Of the stream; the same as in `ETag` */
            revision: number;
            /** @description Of the log; the same as in `X-Position` */
            position: string;
            replayed: number;
        };
        /** @description One line of NDJSON; the last one is `done`, or is a problem */
        ImportProgress: {
            received: number;
            duplicates: number;
            skipped: number;
            quarantined: number;
            done: boolean;
            position?: string;
        };
        /** @description Lines of NDJSON: one for each that came, and one that is `done`, or a problem */
        CaseResults: {
            line: number;
            foreignId: string | null;
            /** @description Its number comes with the routing, and may be another one */
            caseId: string | null;
            /** @enum {string} */
            outcome: "imported" | "changed" | "unchanged" | "refused";
            code: string | null;
            detail: string | null;
            /** @description What of it could not be taken: `user-not-active`, `team-not-found`, `account-not-found` */
            without: string[];
        } | {
            /** @enum {boolean} */
            done: true;
            imported: number;
            changed: number;
            unchanged: number;
            refused: number;
            position: string;
        };
        Health: {
            /** @enum {string} */
            status: "ok" | "starting" | "failing";
            routing: {
                failure: string | null;
            };
            /**
             * @description Routing, telling people (`notifying`), the clock of availability (`timers`), and handing over
             * @default []
             */
            reactions?: {
                name: string;
                failure: string | null;
            }[];
            /**
             * @description What keeps mail from leaving; null: another node sends, or nobody does
             * @default null
             */
            sending?: {
                /** @description Nothing leaves at all, since somebody has stopped it */
                stopped: boolean;
                /** @description Accounts from which nothing leaves, since somebody said so */
                paused: string[];
                /** @description Accounts whose servers do not let us send; the outbox says why */
                suspended: string[];
            } | null;
            readModels: components["schemas"]["Projection"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "Me.me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Users.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Users"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Users.register": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Users.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Users.setEmailAddresses": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailAddresses"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Users.setRoles": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserRoles"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Users.setAdministrator": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Administration"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Users.activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Users.deactivate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Deactivation"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Roles.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Roles"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Roles.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                roleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Roles.define": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                roleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Roles.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                roleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "SystemMail.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SystemMail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "SystemMail.configure": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSystemMail"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "SystemMail.stop": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Teams.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Teams"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Teams.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Teams.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                teamId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Teams.setMember": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                teamId: string;
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Membership"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Teams.removeMember": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                teamId: string;
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tokens.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                user?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tokens.issue": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewToken"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IssuedToken"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Tokens.revoke": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Auth.waysIn": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaysIn"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Auth.signIn": {
        parameters: {
            query?: {
                /** @description Where the browser goes once it has signed in */
                returnTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the sign-in provider */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Auth.callback": {
        parameters: {
            query: {
                state: string;
                code?: string;
                error?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To where the browser wanted to go, with a session */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Auth.signOut": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The browser has no session any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Audit.events": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                stream?: string;
                /** @description What the stream is of: `case`, `role` */
                category?: "user" | "administrators" | "team" | "role" | "apiToken" | "availability" | "teamAvailability" | "oauthProvider" | "mailAccount" | "mailbox" | "calendar" | "emailFilter" | "email" | "draft" | "template" | "signature" | "outbox" | "sending" | "routing" | "autoReplies" | "thread" | "case" | "macro" | "macroRun" | "crmRecord" | "address" | "inboxEmail" | "emailFolder" | "groupFolder" | "followers" | "preferences" | "notifying" | "notifications" | "systemMail" | "notificationMail" | "webhook" | "webhookDeliveries";
                type?: "UserRegistered" | "UserEmailAddressesSet" | "UserRolesSet" | "UserMadeAdministrator" | "UserNoLongerAdministrator" | "UserActivated" | "UserDeactivated" | "UserIdentityBound" | "UserGroupRolesSet" | "AdministratorReleased" | "TeamCreated" | "TeamMemberAdded" | "TeamMemberPositionSet" | "TeamMemberRemoved" | "RoleDefined" | "RoleRemoved" | "ApiTokenIssued" | "ApiTokenRevoked" | "AwayPlanned" | "AwayCancelled" | "WorkingHoursSet" | "CapacitySet" | "RateSet" | "UserSkillsSet" | "AvailabilityBegan" | "AvailabilityEnded" | "LimitEased" | "HandOverRequested" | "HandOverFinished" | "TeamWorkingHoursSet" | "TeamCapacitySet" | "TeamRateSet" | "TeamHoursBegan" | "TeamHoursEnded" | "OAuthProviderConfigured" | "OAuthProviderRemoved" | "GroupAccountOpened" | "PersonalAccountOpened" | "ImapConfigured" | "OAuthGranted" | "OAuthGrantRefused" | "OAuthRevoked" | "SmtpConfigured" | "SmtpRemoved" | "FetchingConfigured" | "TeamsSet" | "FilingConfigured" | "PersonalFilingConfigured" | "SendingConfigured" | "CaseCreationConfigured" | "CaseCreationStopped" | "AutoReplyConfigured" | "AutoReplyStopped" | "ServiceLevelConfigured" | "ServiceLevelStopped" | "SatisfactionConfigured" | "SatisfactionStopped" | "AccountActivated" | "AccountDeactivated" | "AccountRemoved" | "MailboxFetched" | "EmailQuarantined" | "QuarantineReleased" | "EmailSkipped" | "SkippedBroughtBack" | "SkippedExpired" | "ReadStateStored" | "FetchingFailed" | "FetchingRecovered" | "CalendarDefined" | "CalendarRemoved" | "FilterDefined" | "FilterChanged" | "FilterRemoved" | "EmailReceived" | "EmailDelivered" | "EmailThreaded" | "EmailLinked" | "EmailParentChosen" | "EmailUnlinked" | "EmailCaseChosen" | "EmailLeftCase" | "EmailRoutingRequested" | "EmailQueued" | "EmailSendCancelled" | "EmailSendAttempted" | "EmailSent" | "EmailSendFailed" | "EmailCopyRequested" | "EmailCopyStored" | "EmailCopyFailed" | "EmailSendRequested" | "DraftWritten" | "DraftFileAdded" | "DraftFileRemoved" | "DraftSubmitted" | "DraftQueued" | "DraftFailed" | "DraftReopened" | "DraftBlobsRemoved" | "DraftDiscarded" | "TemplateDefined" | "TemplateChanged" | "TemplateRemoved" | "SignatureSet" | "EmailBounced" | "EmailArrivalReported" | "EmailComplainedOf" | "EmailReportJudged" | "SendingStopped" | "SendingResumed" | "AccountSendingPaused" | "AccountSendingResumed" | "AccountSendingSuspended" | "AccountSendingRecovered" | "EmailRouted" | "EmailPlaced" | "ThreadsLinked" | "CaseRouted" | "EmailParked" | "AutoReplyDecided" | "ThreadMerged" | "CaseRequested" | "CaseSplitOff" | "CaseImported" | "CaseSourceChanged" | "CaseNoteImported" | "CaseCreated" | "CaseLinked" | "CaseAssigned" | "CaseUnassigned" | "CaseAssignmentLapsed" | "CaseLeftUnassigned" | "CaseViewed" | "CaseOverdue" | "CaseEmailAdded" | "CaseEmailReported" | "CaseEmailRemoved" | "CaseEmailPassedOn" | "CaseReopened" | "CaseStatusChanged" | "CaseMerged" | "CaseUnmerged" | "CaseAbsorbed" | "CaseReleased" | "CaseDuplicateFound" | "CaseRelated" | "CasePriorityChanged" | "CaseServiceLevelStarted" | "CaseDueTimesSet" | "CaseServiceLevelWarned" | "CaseServiceLevelMissed" | "CaseServiceLevelMet" | "CaseSatisfactionRequested" | "CaseSatisfactionGiven" | "CaseTagsSet" | "CaseNoteAdded" | "MacroDefined" | "MacroChanged" | "MacroRemoved" | "MacroApplied" | "RecordRegistered" | "RecordChanged" | "RecordRemoved" | "AddressBounced" | "AddressComplained" | "AddressMarkCleared" | "InboxEmailRead" | "InboxEmailUnread" | "InboxEmailStarred" | "InboxEmailUnstarred" | "InboxEmailMoved" | "InboxEmailTrashed" | "InboxEmailRestored" | "FolderCreated" | "FolderRenamed" | "FolderRemoved" | "GroupFolderCreated" | "GroupFolderRenamed" | "GroupFolderTeamsSet" | "GroupFolderRemoved" | "RecordFollowed" | "RecordUnfollowed" | "NotificationPreferencesSet" | "NotifyingBegan" | "NotificationsRaised" | "FollowersAdded" | "NotificationDigestDue" | "NotificationRead" | "NotificationUnread" | "AllNotificationsRead" | "SystemMailConfigured" | "SystemMailStopped" | "NotificationMailDecided" | "WebhookRegistered" | "WebhookChanged" | "WebhookSecretRotated" | "WebhookPaused" | "WebhookSuspended" | "WebhookResumed" | "WebhookRemoved" | "WebhookDeliveriesReplayed" | "WebhookProgressed" | "WebhookDeliveryFailed";
                /** @description `user:ana` */
                actor?: string;
                /** @description What started it all */
                correlationId?: string;
                /** @description The number of the case, or its id */
                case?: string;
                email?: string;
                /** @description `Contact/17`, `User/ana`, `Role/agent`, `MailAccount/…`, `Team/…`, `Token/…`, `Filter/…` */
                about?: string;
                /** @description Recorded then or later */
                from?: string;
                /** @description Recorded before that */
                to?: string;
                /** @description By time; default `desc`, the latest first */
                direction?: "asc" | "desc";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditedEvents"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Audit.stream": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description Default `asc`, in the order in which it happened */
                direction?: "asc" | "desc";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                stream: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditedEvents"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accounts"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.open": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedAccount"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.configure": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccountChanges"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.deactivate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.fetch": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fetched"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.testSettings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Accounts.testAccount": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountTest"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                accountId?: string;
                status?: "queued" | "attempted" | "failed";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.summary": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxSummary"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedEmailInFull"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.stop": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.resume": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.pauseAccount": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.resumeAccount": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.empty": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmptiedQueue"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.cancel": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Outbox.sendAgain": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Calendars.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendars"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Calendars.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                calendarId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Calendar"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Calendars.define": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                calendarId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCalendar"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Calendars.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                calendarId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "ServiceLevels.ofCase": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseServiceLevel"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "ServiceLevels.report": {
        parameters: {
            query?: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                account?: string;
                /** @description The first month, in UTC; default: the first that there is */
                from?: string;
                /** @description The last month; default: the last that there is */
                to?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceLevelReport"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "ServiceLevels.replay": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ServiceLevelReplayRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayedServiceLevels"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Satisfaction.report": {
        parameters: {
            query?: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                account?: string;
                /** @description The team that the cases were in when they were closed */
                team?: string;
                /** @description Who had them then */
                user?: string;
                /** @description The first day, in UTC, on which was asked; default: the first that there is */
                from?: string;
                /** @description The last day; default: the last that there is */
                to?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SatisfactionReport"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Question.ask": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SatisfactionQuestion"];
                    "text/html": components["schemas"]["SatisfactionQuestion"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Question.give": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SatisfactionAnswer"];
                "application/x-www-form-urlencoded": components["schemas"]["SatisfactionAnswer"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SatisfactionGiven"];
                    "text/html": components["schemas"]["SatisfactionGiven"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description One status, or several with commas */
                status?: string;
                open?: "true" | "false";
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                team?: string;
                /** @description `none`: those that nobody has */
                assignee?: "none" | string;
                /** @description What agents sort cases by: `vip`, `waits for parts`. */
                tag?: string;
                /** @description Words of the subject or of who wrote */
                text?: string;
                /** @description How what was promised stands; such a list is sorted by number or dueAt */
                serviceLevel?: "breached" | "at-risk" | "on-time" | "paused" | "met";
                /** @description Only open cases that are due before that: implies sort=dueAt */
                dueBefore?: string;
                /** @description Default number; dueAt: only open cases for which something is due */
                sort?: "number" | "updatedAt" | "createdAt" | "dueAt";
                /** @description Default desc, of dueAt asc */
                direction?: "asc" | "desc";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cases"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.request": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCase"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestedCase"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WholeCase"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.timeline": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.assignments": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignments"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.why": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Why"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.assign": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assigning"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.unassign": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Unassigning"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.changeStatus": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewStatus"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.opened": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.changePriority": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPriority"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.tag": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTags"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.addNote": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedNote"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.merge": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Merging"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergedCase"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.unmerge": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Cases.split": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Splitting"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestedCase"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Presence.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePresence"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Presence.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPresence"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePresence"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Presence.end": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePresence"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Presence.stream": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is there, for good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Followers.ofCase": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Followers"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Followers.followCase": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
                user: "me" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Followers.unfollowCase": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
                user: "me" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Followers.ofRecord": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                /** @description The CRM's own id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Followers"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Followers.followRecord": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                /** @description The CRM's own id of a record. */
                id: string;
                user: "me" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Followers.unfollowRecord": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                /** @description The CRM's own id of a record. */
                id: string;
                user: "me" | string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Notifications.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description Only what was not read */
                unread?: "true" | "false";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notifications"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Notifications.count": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationCounts"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Notifications.readAll": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReadAll"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Notifications.read": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Notifications.unread": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Notifications.settings": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotificationSettings"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Notifications.set": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNotificationSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "NotificationStream.stream": {
        parameters: {
            query?: never;
            header?: {
                /** @description The last id that was heard: goes on behind it */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Notifications, for good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Assignments.history": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                user?: string;
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                team?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Assignments"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Assignments.workloads": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workloads"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Assignments.cursors": {
        parameters: {
            query?: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                team?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Cursors"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.get": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Availability"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.setHours": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Hours"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.planAway": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAway"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlannedAway"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.cancelAway": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
                awayId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.setCapacity": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CapacityAndRate"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.setSkills": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Skills"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.team": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                teamId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamAvailability"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.setTeam": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                teamId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.handOverProgress": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandOverProgress"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Availability.handOver": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewHandOver"];
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedHandOver"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Emails.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description The number of the case, or its id */
                case?: string;
                /** @description `Contact/17`: whose e-mail it is */
                record?: string;
                /** @description By when they came; default desc */
                direction?: "asc" | "desc";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Emails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Writing.write": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewEmail"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenEmail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Emails.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                emailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Email"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Emails.link": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewParent"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Emails.unlink": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Emails.putInCase": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCaseOfEmail"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Emails.takeFromCase": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Emails.source": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "message/rfc822": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Emails.attachment": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emailId: string;
                /** @description Its place in the list of the e-mail, from 0; or its name, and the first where several have it */
                attachment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bytes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Writing.listSent": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                accountId?: string;
                /** @description Who wrote it; default: whoever asks, or of an account anybody */
                userId?: string;
                status?: "queued" | "attempted" | "sent" | "failed" | "cancelled";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Writing.reply": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnswer"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenEmail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Writing.replyAll": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnswer"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenEmail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Writing.forward": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAnswer"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenEmail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Writing.cancel": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                emailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledEmail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Writing.answerCase": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description The number of the case, or its id */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseAnswer"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenEmail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drafts"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.discard": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.write": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftChanges"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedDraft"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewedMessage"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.send": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SendDraft"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WrittenEmail"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.upload": {
        parameters: {
            query: {
                name: string;
                /** @description Its media type */
                type?: string;
                /** @description What cid: in the HTML names it by */
                contentId?: string;
            };
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                draftId: string;
            };
            cookie?: never;
        };
        /** @description The bytes of the file */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachedFile"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.take": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                draftId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TakenFile"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachedFile"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Drafts.removeFile": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                draftId: string;
                fileId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Templates.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Templates"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Templates.define": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateSettings"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedTemplate"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Templates.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                templateId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Templates.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                templateId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedTemplate"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Templates.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                templateId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Templates.preview": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                templateId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["TemplateValues"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreviewedTemplate"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Templates.signature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Signature"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Templates.sign": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSignature"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Macros.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macros"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Macros.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                macroId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Macro"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Macros.set": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                macroId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MacroSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Macros.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                macroId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Macros.preview": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                macroId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MacroCases"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MacroPreview"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Macros.apply": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                macroId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MacroCases"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedMacro"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Threads.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Threads"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Threads.get": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                threadId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thread"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Search.search": {
        parameters: {
            query: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description Words by their beginning, "quoted phrases", `-minus` before either, `from:`, `to:`, `subject:`, `has:attachment`, `before:2026-03-01`, `after:2026-03-01` (UTC), `case:42`, `record:Contact/17`; of one's own inbox `is:unread`, `is:read`, `is:starred` (but for the trash), `in:` with inbox, important, archive, sent, trash, or the name or id of a folder; all of them must hold. Case and diacritics do not matter. At most 1,000 characters */
                q: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Filters.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Filters"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Filters.define": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFilter"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterSaved"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Filters.try": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilterTrial"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterTried"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Filters.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                filterId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Filter"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Filters.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                filterId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FilterSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FilterSaved"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Filters.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                filterId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Filters.skipped": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkippedEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Filters.bringBack": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BroughtBack"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Records.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                type?: "Account" | "Contact" | "Lead" | "Opportunity";
                /** @description Words of the name or of an address, by their beginnings */
                text?: string;
                /** @description One of their addresses */
                email?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Records"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Records.registerMany": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A record a line: type, id, and what PUT takes */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["RecordResults"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Records.linking": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Linking"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Records.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                /** @description The CRM's own id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordWithMarks"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Records.register": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                /** @description The CRM's own id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RecordBody"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Records.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                /** @description The CRM's own id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Records.timeline": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                type: "Account" | "Contact" | "Lead" | "Opportunity";
                /** @description The CRM's own id of a record. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordTimeline"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Reports.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description `matched`: it is about something that was sent here; `open`: it waits */
                outcome?: "open" | "matched" | "no-message-id" | "not-ours" | "not-a-recipient";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryReports"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Reports.marks": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description This one alone; an empty list: nothing is held against it */
                address?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddressMarks"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Reports.clear": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                address: string;
                mark: "bounced" | "complained";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
                /** @description Default inbox; important: what is starred, wherever but in the trash */
                folder?: string;
                unread?: "true" | "false";
                starred?: "true" | "false";
                /** @description By when they came; default desc */
                direction?: "asc" | "desc";
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.counts": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxCounts"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.read": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxEmailIds"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedInboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.unread": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxEmailIds"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedInboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.star": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxEmailIds"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedInboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.unstar": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxEmailIds"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedInboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.move": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxMove"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedInboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.archive": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxEmailIds"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedInboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.trash": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxEmailIds"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedInboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.restore": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxEmailIds"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangedInboxEmails"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Inbox.readFolder": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InboxFolder"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadFolder"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Folders.list": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Folders"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Folders.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewFolder"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedFolder"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Folders.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Folders.rename": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FolderName"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "GroupFolders.list": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupFolders"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "GroupFolders.create": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGroupFolder"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedFolder"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "GroupFolders.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "GroupFolders.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                folderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GroupFolderChanges"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalAccounts"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.open": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPersonalAccount"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenedAccount"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonalAccount"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.configure": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonalAccountChanges"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.activate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.deactivate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.fetch": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fetched"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.testSettings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccounts.testAccount": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountTest"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "AccountOAuth.authorize": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OAuthAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthAuthorization"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "AccountOAuth.beginDevice": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OAuthAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthDeviceAuthorization"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "AccountOAuth.pollDevice": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthDeviceAuthorizationState"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "AccountOAuth.clientCredentials": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OAuthAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthGranted"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "AccountOAuth.revoke": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccountOAuth.authorize": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OAuthAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthAuthorization"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccountOAuth.beginDevice": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["OAuthAuthorizationRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthDeviceAuthorization"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccountOAuth.pollDevice": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthDeviceAuthorizationState"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "PersonalAccountOAuth.revoke": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OAuthProviders.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthProviders"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OAuthProviders.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                providerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthProvider"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OAuthProviders.configure": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                providerId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OAuthProviderInput"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OAuthProviders.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description A short name that stays: lower-case letters, digits, dots and dashes, 1 to 64. */
                providerId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "OAuthCallback.callback": {
        parameters: {
            query?: {
                state?: string;
                code?: string;
                error?: string;
                error_description?: string;
                iss?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account is authorized */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Operations.quarantine": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Quarantine"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Operations.retry": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retried"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Operations.projections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Projections"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Operations.rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rebuilt"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Operations.resume": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Projections"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Operations.nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Nodes"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Operations.jobs": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Jobs"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.list": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhooks"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.register": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSettings"];
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.get": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.change": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.remove": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
                /** @description The ETag that was seen; 412 where it changed since */
                "If-Match"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.pause": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.resume": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookResumption"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Changed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.rotate": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookRotation"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecret"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.test": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookTested"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.deliveries": {
        parameters: {
            query?: never;
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveries"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.failed": {
        parameters: {
            query?: {
                /** @description 1 to 200; default 25 */
                limit?: number;
                /** @description `next` of the page before, of the same query */
                cursor?: string;
            };
            header?: {
                /** @description X-Position of a change that must be seen */
                "X-After-Position"?: string;
            };
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailedWebhookDeliveries"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Webhooks.replay": {
        parameters: {
            query?: never;
            header?: {
                /** @description The same again gives the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Derived from what makes the thing unique; 1 to 64 characters. */
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WebhookReplay"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookReplayed"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Imports.import": {
        parameters: {
            query?: {
                /** @description Id or address of the group account that they come to; without it they make no cases */
                account?: string;
                /** @description Names their source for good */
                label?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A message a line: name, seen, receivedAt, raw (base64). A large one in pieces: more (true), and lines of raw and more behind it */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["ImportProgress"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Imports.importCases": {
        parameters: {
            query: {
                /** @description The system that they come from: `espocrm` */
                source: string;
                /** @description The highest number of a case there: numbers that are given here from now on are above it */
                numbersUpTo?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A case a line: ImportedCase */
        requestBody: {
            content: {
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": components["schemas"]["CaseResults"];
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Events.events": {
        parameters: {
            query?: {
                /** @description Types of events, with commas; default all that may be seen */
                types?: string;
            };
            header?: {
                /** @description The last id that was heard: goes on behind it */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, for good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "Health.live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "Health.ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    "Health.prometheus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
