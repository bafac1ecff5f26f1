/**
 * JSON as UTF-8, written into a buffer.
 *
 * <p>Start at {@link com.dataenginex.json.JsonWriter}. Depends on no other package of this project.
 */
package com.dataenginex.json;
