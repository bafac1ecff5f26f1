package com.dataenginex.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.junit.jupiter.api.Test;

class LinkedContextTest {
    private static final ContextKey<String> COLOUR = ContextKey.named("a");
    /** Keys are told apart by what they are, not by their names. */
    private static final ContextKey<String> SHAPE = ContextKey.named("a");
    private static final ContextKey<String> SIZE = ContextKey.named("b");

    @Test
    void holdsWhatOthersHoldAndOneValueMore() {
        Context below = Context.root().with(SIZE, "large");
        Context context = new LinkedContext(below, COLOUR, "red");
        Context more = context.with(SHAPE, "round");

        assertThat(more.get(COLOUR)).isEqualTo("red");
        assertThat(more.get(SHAPE)).isEqualTo("round");
        assertThat(more.get(SIZE)).isEqualTo("large");
        assertThat(context.get(SHAPE)).isNull();
    }

    @Test
    void showsTheLastValueOfAKey() {
        Context context = new LinkedContext(Context.root(), COLOUR, "red").with(SHAPE, "round").with(COLOUR, "blue");

        assertThat(context.get(COLOUR)).isEqualTo("blue");
        assertThat(context.get(SHAPE)).isEqualTo("round");
    }

    @Test
    void doesNotGrowWhereAValueIsChangedAgainAndAgain() {
        Context context = new LinkedContext(Context.root(), COLOUR, "0");
        for (int i = 1; i <= 100_000; i++) {
            context = context.with(COLOUR, Integer.toString(i));
        }

        assertThat(context).isEqualTo(new LinkedContext(Context.root(), COLOUR, "100000"));
    }

    @Test
    void isAsDeepAsItMustBe() {
        Context context = new LinkedContext(Context.root(), COLOUR, "red");
        for (int i = 0; i < 100_000; i++) {
            context = context.with(ContextKey.named("other"), i);
        }

        assertThat(context.get(COLOUR)).isEqualTo("red");
    }
}
