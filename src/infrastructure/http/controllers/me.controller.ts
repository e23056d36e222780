import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { Asker } from '../../../application/access/asker.js';
import { Anybody } from '../access/access.js';
import { Who } from '../access/asker.js';
import { Answers, AnswersProblems } from '../answers/described.js';
import { Me } from '../schemas/access.js';

/** Who asks, and what they may: of all their roles together, and less where the token says so. */
@Controller('api/v1/me')
@ApiTags('users')
@ApiBearerAuth()
@AnswersProblems()
export class MeController {
  @Get()
  @Anybody()
  @Answers(Me)
  me(@Who() { userId, administrator, emailAddresses, teamIds, permissions, token }: Asker) {
    return { userId, administrator, emailAddresses, teamIds, permissions, token: token ?? null };
  }
}
