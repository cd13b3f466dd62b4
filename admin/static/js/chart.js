// Draws what a page describes in data-chart. The same figures stand in the table beside it.
(() => {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const colour = (grade) => token({ excellent: "--good", qualified: "--brand", unqualified: "--warn" }[grade] ?? "--line-strong");
  const text = () => ({ color: token("--ink"), fontFamily: getComputedStyle(document.body).fontFamily });
  const line = (name) => ({ color: token(name), opacity: 1, borderColor: token("--paper"), borderWidth: 1.5 });
  const bars = (chart) => chart.values.map((value, at) => ({ value, itemStyle: { color: colour(chart.grades[at]) } }));
  const frame = (chart, series) => ({
    animation: false,
    textStyle: text(),
    grid: { left: 8, right: 48, top: 24, bottom: 8, containLabel: true },
    xAxis: { type: "value", max: 100, axisLabel: text(), splitLine: { lineStyle: { color: token("--line") } } },
    yAxis: { type: "category", data: chart.names, axisLabel: { ...text(), interval: 0 }, axisTick: { show: false } },
    series,
  });
  const shapes = {
    scores: (chart) => frame(chart, [{
      type: "bar", data: bars(chart), barMaxWidth: 18, label: { show: true, position: "right", ...text() },
      markLine: {
        symbol: "none", silent: true, lineStyle: { color: token("--ink-soft"), type: "dashed" },
        label: { ...text(), formatter: "{c}" },
        data: [{ xAxis: chart.qualified }, { xAxis: chart.excellent }],
      },
    }]),
    nine: (chart) => frame({ ...chart, names: chart.names.map((name, at) => `${name} ${chart.values[at] ?? "—"}`) }, [
      { type: "bar", data: bars(chart), barMaxWidth: 14 },
      { type: "scatter", data: chart.excellent, symbol: "triangle", symbolSize: 11, itemStyle: line("--good") },
      { type: "scatter", data: chart.qualified, symbol: "circle", symbolSize: 9, itemStyle: line("--ink-soft") },
    ]),
  };
  for (const place of document.querySelectorAll("[data-chart]")) {
    const chart = JSON.parse(place.dataset.chart);
    const drawn = echarts.init(place, null, { renderer: "canvas" });
    drawn.setOption(shapes[chart.shape](chart));
    addEventListener("resize", () => drawn.resize());
  }
})();
