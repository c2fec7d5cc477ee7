import { blockedGradients } from './blocked.ts';
import { describeGradients } from './check.fixture.ts';

describeGradients(blockedGradients, {});
