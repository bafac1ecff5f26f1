/**
 * The command line: one class per command, and what they share. The product names its commands in its {@link
 * com.dataenginex.command.Program}.
 *
 * <p>Start at {@link com.dataenginex.command.Commands}. It is loaded only when there are arguments, and picocli with it. Depends on
 * {@code config}, {@code debug}, {@code doctor}, {@code drill}, {@code exercise}, {@code http} and {@code service}.
 */
package com.dataenginex.command;
