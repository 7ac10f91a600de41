import type { Provider } from '../../../api/providers';
import type { Form } from '../../../components/form';
import type { ProviderValues } from '../provider-values';

/** Two issuers that should be one. */
export interface Mismatch {
	readonly seen: string;
	readonly expected: string;
}

/** What every part of the form gets. */
export interface SectionProps {
	readonly form: Form< ProviderValues >;
	readonly provider: Provider | null;
}
