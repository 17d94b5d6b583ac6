"""A heap in Spanish, of the same patient: what a hospital in Spain gives, one paper a kind."""

from __future__ import annotations

_WHO = "Paciente: Anna Sample   Fecha de nacimiento: 05/03/1964"
PATHOLOGY = f"""HOSPITAL DE EJEMPLO
INFORME DE ANATOMÍA PATOLÓGICA
{_WHO}
Nº de biopsia: B24-1234
Fecha de toma: 06/02/2024   Fecha de informe: 09/02/2024
Material remitido: biopsia de mama izquierda.
Descripción macroscópica: dos cilindros en formol.
Descripción microscópica: glándulas infiltrantes.
Diagnóstico: Carcinoma ductal infiltrante, grado 2.
RE: positivo. RP: positivo. HER2: negativo (1+).
Se emitirá informe complementario con el resultado de Ki-67.
"""
CONSULT = f"""HOSPITAL DE EJEMPLO
INFORME DE CONSULTA DE ONCOLOGÍA
{_WHO}
Fecha de consulta: 01/03/2024
Motivo de consulta: carcinoma ductal infiltrante de mama izquierda.
Antecedentes personales: Hipertensión arterial, hipotiroidismo.
Antecedentes quirúrgicos: Apendicectomía en 1985.
Alergias: Penicilina.
Tratamiento habitual:
- Enalapril 20 mg cada 24 horas
- Levotiroxina 75 mcg cada mañana
Enfermedad actual: TC de tórax del 20/02/2024 sin diseminación.
Exploración física: ECOG 0.
Plan: tumorectomía y después radioterapia.
Dra. Lee Test
"""
LABS = f"""LABORATORIO DEL HOSPITAL DE EJEMPLO
INFORME DE LABORATORIO
{_WHO}
Fecha de extracción: 28/02/2024
Prueba          Resultado   Unidades   Valores de referencia
Hemoglobina     12,5        g/dL       12,0-16,0
Leucocitos      6,1         10^9/L     4,0-11,0
Plaquetas       230         10^9/L     150-400
Creatinina      0,8         mg/dL      0,6-1,1
"""
DISCHARGE = f"""HOSPITAL DE EJEMPLO
INFORME DE ALTA
{_WHO}
Fecha de ingreso: 05/02/2024   Fecha de alta: 07/02/2024
Diagnóstico al alta: carcinoma ductal infiltrante de mama izquierda.
Evolución: biopsia sin complicaciones.
Tratamiento al alta: paracetamol 1 g cada 8 horas si dolor.
Dra. Lee Test
"""
HEAP: dict[str, bytes | str] = {
    "ap/biopsia.txt": PATHOLOGY,
    "consulta.txt": CONSULT,
    "analitica.txt": LABS,
    "alta.txt": DISCHARGE,
}
