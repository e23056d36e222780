import { describe, test } from 'vitest';
import { email, given, noCase, oneThread, ownThreads, user } from '../support/given.js';

/** Threads alone: nothing here reaches an account that makes cases. */
const mail = (name: string, how: Parameters<typeof email>[1] = {}) => email(name, { account: null, ...how });

describe('a thread', () => {
  test('is founded by a message that answers none', () => {
    given().when(mail('a'), mail('b')).then(ownThreads('a', 'b'));
  });

  test('is joined by a reply', () => {
    given()
      .when(mail('a'), mail('b', { re: 'a' }))
      .then(oneThread('a', 'b'));
  });

  test('is joined by a reply that comes before the first message', () => {
    given()
      .when(mail('b', { re: 'a' }), mail('a'))
      .then(oneThread('a', 'b'));
  });

  test('is joined by References alone', () => {
    given()
      .when(mail('a'), mail('c', { references: ['a', 'b'] }))
      .then(oneThread('a', 'c'));
  });

  test('joins messages that name the same one, which never comes', () => {
    given()
      .when(mail('b', { references: ['lost'] }), mail('c', { references: ['lost'] }), mail('d', { re: 'lost' }))
      .then(oneThread('b', 'c', 'd'));
  });

  test('joins messages by an id that only a third one names together with theirs', () => {
    given()
      .when(mail('a'), mail('b', { re: 'lost' }), mail('c', { references: ['a', 'lost'] }))
      .then(oneThread('a', 'b', 'c'));
  });

  test('takes in another when a message answers both: the one decided earlier stays', () => {
    const { world } = given()
      .when(mail('a'), mail('b'), mail('c', { re: ['b', 'a'] }))
      .then(oneThread('a', 'b', 'c'));
    const [merged] = world.all('ThreadMerged');
    const threadOfA = world.all('EmailThreaded')[0];
    if (merged?.data.into !== threadOfA?.data.threadId) throw new Error('the earlier thread must stay');
  });

  test('goes on under its first id through a chain of others', () => {
    given()
      .when(
        ...['a', 'b', 'c', 'd'].map((name) => mail(name)),
        mail('cd', { references: ['c', 'd'] }),
        mail('bc', { references: ['b', 'd'] }),
        mail('ab', { references: ['a', 'cd'] }),
        mail('reply', { re: 'd' }),
      )
      .then(oneThread('a', 'b', 'c', 'd', 'ab', 'bc', 'cd', 'reply'));
  });

  test('is not hurt by a message that names itself', () => {
    given()
      .when(mail('a', { re: 'a', references: ['a', 'a'] }), mail('b', { re: 'a' }))
      .then(oneThread('a', 'b'), noCase('a', 'no-account'));
  });

  test('is not hurt by messages that answer each other', () => {
    given()
      .when(mail('a', { re: 'c' }), mail('b', { re: 'a' }), mail('c', { re: 'b' }), mail('d', { re: 'c' }))
      .then(oneThread('a', 'b', 'c', 'd'));
  });

  test('is never joined by a subject alone', () => {
    given()
      .when(mail('a', { subject: 'Invoice' }), mail('b', { subject: 'Re: Invoice' }), mail('c', { subject: 'Invoice' }))
      .then(ownThreads('a', 'b', 'c'));
  });

  test('takes both messages where a sender used a Message-ID twice', () => {
    given()
      .when(mail('a', { from: 'one@outside.example' }), mail('a', { from: 'two@outside.example', as: 'a again' }))
      .then(oneThread('a', 'a again'));
  });

  test('takes automatic messages and our own', () => {
    given(user('ana'))
      .when(
        mail('a'),
        mail('vacation', { re: 'a', automatic: 'auto-submitted: auto-replied' }),
        mail('ours', { re: 'vacation', from: 'ana@people.company.example' }),
      )
      .then(oneThread('a', 'vacation', 'ours'));
  });
});

describe('a message without a Message-ID', () => {
  test('threads by the key that stands for it', () => {
    const { world } = given().when(mail('<sha256:aa>'), mail('b', { re: '<sha256:aa>' }));
    oneThread('<sha256:aa>', 'b')(world);
  });
});
