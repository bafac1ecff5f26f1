/**
 * Where settings come from: YAML files and environment variables, merged once at start-up.
 *
 * <p>Start at {@link com.dataenginex.config.Settings}. Depends on no other package of this project.
 */
package com.dataenginex.config;
