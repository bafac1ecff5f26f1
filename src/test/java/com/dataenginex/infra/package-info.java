/** Reads what {@code infra} holds, so that tests can hold it to the running service. */
package com.dataenginex.infra;
