/** A real server, or a replica set, that the suites are to use; none: the stand-in. */
export const realMongodb: string | undefined = process.env.MAILCASE_TEST_MONGODB_URL || undefined;
