package redact

import "strings"

// given are frequent given names in Latin script that are hardly ever another word, as the
// alternatives of a pattern.
var given = strings.Join(strings.Fields(givenNames), "|")

const givenNames = `
Aaron Abdul Abigail Adam Adrian Agnes Ahmed Aisha Alan Albert Alejandro Alex Alexander Alexandra Alice Alina Amanda
Amelia Amir Amy Ana Anders Andrea Andreas Andrew Angela Anita Ann Anna Anne Annie Anthony Antonio Arthur Barbara Beatrice
Ben Benjamin Bernard Beth Betty Bianca Bjorn Bob Boris Brandon Brenda Brian Bruce Camille Carla Carlos Carol Caroline
Catherine Cathy Cecilia Charles Charlotte Chloe Chris Christian Christina Christine Christopher Claire Clara Claudia
Connor Craig Cynthia Daniel Daniela Daphne David Deborah Denise Dennis Derek Diana Diane Diego Dmitri Dominic Donald
Donna Doris Dorothy Douglas Dylan Edith Edward Eileen Elena Eleanor Eli Elisabeth Elizabeth Ella Ellen Emil Emily Emma
Eric Erik Erika Ernest Esther Ethan Eva Evelyn Fatima Felix Fernando Fiona Florian Frances Francesca Francis Frank Fred
Frederick Gabriel Gary George Gerald Giovanni Gloria Gordon Greg Gregory Greta Hanna Hannah Hans Harold Harry Heather
Hector Heidi Helen Helena Henry Hugo Ian Igor Ingrid Irene Isaac Isabel Isabella Ivan Jack Jacob Jacqueline James Jamie
Jan Jane Janet Janice Jason Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerry Jessica Jim Joan Joanna Joe Joel Johan Johanna
Johannes John Johnny Jonas Jonathan Jordan Jorge Jose Joseph Josh Joshua Joyce Juan Judith Judy Julia Julian Julie
Justin Karen Karin Karl Kate Katherine Kathleen Kathryn Katie Keith Kelly Ken Kenneth Kevin Kim Kimberly Klaus Kristen
Kyle Larry Lars Laura Lauren Laurent Leah Leila Lena Leo Leon Leonard Leonardo Liam Linda Lisa Liz Logan Louis Louise Luca
Lucas Lucia Lucy Luis Lukas Lydia Madison Magnus Manuel Marco Marcus Margaret Maria Marie Marina Mario Marion Marta
Martha Martin Martina Mary Mateo Matt Matteo Matthew Maureen Maurice Megan Melanie Melissa Mia Michael Michel Michelle
Miguel Mike Mila Milan Miriam Mohamed Mohammed Monica Monika Muhammad Nadia Nancy Naomi Natalia Natalie Natasha Nathan
Neil Niels Nicholas Nick Nicolas Nicole Nina Noah Nora Norman Oliver Olivia Omar Oscar Otto Pablo Pamela Patricia Patrick
Paul Paula Pauline Pedro Peter Petra Philip Philippe Phillip Pierre Priya Rachel Rafael Rajesh Ralph Raymond Rebecca
Ricardo Richard Rita Rob Robert Roberto Robin Roger Roland Roman Ronald Rosa Rosemary Roy Ruben Russell Ruth Ryan Sabine
Sam Samantha Samuel Sandra Sara Sarah Scott Sean Sebastian Serena Sergei Sergio Sharon Sheila Shirley Simon Simone Sofia
Sonia Sophia Sophie Stefan Stella Stephanie Stephen Steve Steven Stuart Susan Susanne Suzanne Sven Svetlana Sylvia Tanya
Tatiana Teresa Thea Theo Theresa Thomas Tim Timothy Tina Todd Tom Tommy Tony Tracy Ulrich Ursula Valentina Valerie Vanessa
Vera Veronica Victor Victoria Viktor Vincent Virginia Vivian Vladimir Walter Wayne Wendy William Wolfgang Xavier Yasmin
Yolanda Yusuf Yvonne Zachary Zoe`
