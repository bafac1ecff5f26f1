package com.dataenginex.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void writesObjectsArraysAndEveryType() {
        byte[] json = new JsonWriter(1).beginObject().field("a").string("x").field("b").number(-5).field("c")
                .number(0.25)
                .field("d").bool(true).field("e").string(null).field("f").beginArray().number(0).number(Long.MAX_VALUE)
                .endArray().field("g").number(new BigDecimal("1E+3")).field("h").seconds(1_500_000_000L).field("i")
                .number(Double.NaN).field("j").raw("{}".getBytes(StandardCharsets.UTF_8)).endObject().toBytes();

        assertThat(new String(json, StandardCharsets.UTF_8))
                .isEqualTo("{\"a\":\"x\",\"b\":-5,\"c\":0.25,\"d\":true,\"e\":null,\"f\":[0,9223372036854775807],"
                        + "\"g\":1000,\"h\":1.500000,\"i\":\"NaN\",\"j\":{}}");
    }

    @Test
    void roundsSecondsToMicroseconds() {
        assertThat(text(new JsonWriter(8).seconds(499))).isEqualTo("0.000000");
        assertThat(text(new JsonWriter(8).seconds(500))).isEqualTo("0.000001");
        assertThat(text(new JsonWriter(8).seconds(-1_000_000))).isEqualTo("0.000000");
    }

    @Test
    void readsBackWhateverTextItIsGiven() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n > 0; n--) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
            }
            byte[] json = new JsonWriter(1).string(text.toString()).toBytes();
            JsonNode back = mapper.readTree(json);
            String expected = new String(text.toString().getBytes(StandardCharsets.UTF_16BE),
                    StandardCharsets.UTF_16BE);
            assertThat(back.asText()).isEqualTo(expected);
            assertThat(new String(json, StandardCharsets.UTF_8))
                    .doesNotContainPattern("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]");
        }
    }

    @Test
    void startsAfreshOnTheNextLine() {
        Utf8Buffer buffer = new Utf8Buffer(4);
        new JsonWriter(buffer).beginObject().endObject().newLine().number(1);
        buffer.truncate(3);
        new JsonWriter(buffer).number(2);

        assertThat(new String(buffer.toBytes(), StandardCharsets.UTF_8)).isEqualTo("{}\n2");
    }

    @Test
    void aLongTextTakesNoMoreMemoryThanItNeedsAndGivesItBack() {
        Utf8Buffer buffer = new Utf8Buffer(16);

        buffer.escaped("x".repeat(1_000_000));

        assertThat(buffer.capacity()).isLessThan(1_100_000);
        buffer.clear(64);
        assertThat(buffer.capacity()).isEqualTo(64);
        assertThat(buffer.escaped("\u0000".repeat(100)).length()).isEqualTo(600);
    }

    @Test
    void separatesTheElementsOfAnArrayWhateverTheyAre() {
        JsonWriter json = new JsonWriter(1).beginArray();
        for (int i = 0; i < 2; i++) {
            json.string("a").string(null).id("b-1").number(1).number(0.5).number(BigDecimal.TEN).bool(true).bool(false)
                    .seconds(0).raw(new byte[]{'7'}).beginArray().endArray().beginObject().endObject();
        }

        String elements = "\"a\",null,\"b-1\",1,0.5,10,true,false,0.000000,7,[],{}";
        assertThat(text(json.endArray())).isEqualTo("[" + elements + "," + elements + "]");
    }

    @Test
    void aFieldMayHaveBeenEncodedBefore() {
        byte[] name = JsonWriter.encoded("a\n");
        JsonWriter json = new JsonWriter(1).beginObject().field(name).number(1).field(name).number(2).field("b")
                .id("x");

        assertThat(text(json.endObject())).isEqualTo("{\"a\\n\":1,\"a\\n\":2,\"b\":\"x\"}");
    }

    private static String text(JsonWriter json) {
        return new String(json.toBytes(), StandardCharsets.UTF_8);
    }
}
