declare namespace jest {
	interface Matchers< R > {
		/** What was written to the console as an error was meant to be, in this test. */
		readonly toHaveErrored: () => R;
	}
}
