declare module '@wordpress/interactivity-router' {
	export const actions: {
		navigate: ( url: string ) => Promise< void >;
	};
}
