import { describeGradients } from './check.fixture.ts';
import { creationGradients } from './creation.ts';

describeGradients(creationGradients, {});
