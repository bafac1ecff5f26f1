package com.dataenginex.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerTest {

    @Test
    void holdsATextOrAListAndNothingElse() {
        Layer layer = new Layer("x", Map.of("a", "1", "b.0", "2", "c.d", "3"));

        assertThat(layer.holds("a")).isTrue();
        assertThat(layer.holds("b")).isTrue();
        assertThat(layer.holds("c")).isFalse();
        assertThat(layer.holdsList("a")).isFalse();
        assertThat(layer.holdsList("b")).isTrue();
    }

    @Test
    void aListIsItsElementsInOrderOrATextWithCommas() {
        Layer layer = new Layer("x", Map.of("a.1", "second", "a.0", "first", "a.3", "after a gap", "b", " x , y,z ",
                "c", " "));

        assertThat(layer.list("a")).containsExactly("first", "second");
        assertThat(layer.list("b")).containsExactly("x", "y", "z");
        assertThat(layer.list("c")).isEmpty();
        assertThat(layer.list("d")).isEmpty();
    }

    @Test
    void objectsAreInTheOrderOfTheirNumbers() {
        Layer layer = new Layer("x", Map.of("a.10.name", "last", "a.2.name", "first", "a.2.hard", "true", "a.name",
                "none", "b.0.name", "of another key"));

        assertThat(layer.objects("a")).containsExactly(Map.of("name", "first", "hard", "true"),
                Map.of("name", "last"));
        assertThat(layer.objects("c")).isEmpty();
    }
}
