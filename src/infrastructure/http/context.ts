import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApplicationModule } from '../../application/application.module.js';
import type { Mailcase } from '../../application/mailcase.js';

/** The buses of commands and queries without HTTP: `context.get(CommandBus)`, `context.get(QueryBus)`. */
export function createContext(mailcase: Mailcase): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(ApplicationModule.for(mailcase), {
    logger: ['error'],
    abortOnError: false,
  });
}
